import type { EntryKind } from '../../../ledger/index.ts'

interface Meaning {
  readonly type: 'charge' | 'refund' | 'refund_failure' | 'adjustment'
  readonly category: 'charge' | 'refund' | 'refund_failure' | 'dispute' | 'dispute_reversal'
  /** What its fee, if it has one, is for. */
  readonly fee: string
}

/**
 * The entries a merchant sees as balance transactions: those that change what it is owed. Funds becoming
 * available only move from one account of the merchant to another. A capture in part is one transaction of
 * what was captured; Stripe shows the whole charge and, as a second one, what was not captured.
 */
export const transactionTypes: Readonly<Partial<Record<EntryKind, Meaning>>> = {
  captured: { type: 'charge', category: 'charge', fee: 'Processing fees' },
  refunded: { type: 'refund', category: 'refund', fee: 'Refund fees' },
  refund_failed: { type: 'refund_failure', category: 'refund_failure', fee: 'Refund fees' },
  dispute_opened: { type: 'adjustment', category: 'dispute', fee: 'Dispute fee' },
  dispute_won: { type: 'adjustment', category: 'dispute_reversal', fee: 'Dispute fee' },
}

/** The kinds of entries that are transactions, or that are of one type. */
export function transactionKinds(type?: string): string[] {
  return Object.entries(transactionTypes)
    .filter(([, meaning]) => type === undefined || meaning.type === type)
    .map(([kind]) => kind)
}

/**
 * Every type Stripe has, so that asking for one that does not occur here finds nothing.
 * @see https://docs.stripe.com/reports/balance-transaction-types
 */
export const stripeTypes = [
  ...['adjustment', 'advance', 'advance_funding', 'anticipation_repayment', 'application_fee'],
  ...['application_fee_refund', 'charge', 'climate_order_purchase', 'climate_order_refund'],
  ...['connect_collection_transfer', 'contribution', 'fee_credit_funding', 'inbound_transfer'],
  ...['inbound_transfer_reversal', 'issuing_authorization_hold', 'issuing_authorization_release'],
  ...['issuing_dispute', 'issuing_dispute_provisional_credit'],
  ...['issuing_dispute_provisional_credit_reversal', 'issuing_transaction', 'obligation_outbound'],
  ...['obligation_reversal_inbound', 'payment', 'payment_failure_refund'],
  ...['payment_network_reserve_hold', 'payment_network_reserve_release', 'payment_refund'],
  ...['payment_reversal', 'payment_unreconciled', 'payout', 'payout_cancel', 'payout_failure'],
  ...['payout_minimum_balance_hold', 'payout_minimum_balance_release', 'refund', 'refund_failure'],
  ...['reserve_hold', 'reserve_release', 'reserve_transaction', 'reserved_funds'],
  ...['stripe_balance_payment_debit', 'stripe_balance_payment_debit_reversal', 'stripe_fee'],
  ...['stripe_fx_fee', 'tax_fee', 'tax_fund', 'topup', 'topup_reversal', 'transfer'],
  ...['transfer_cancel', 'transfer_failure', 'transfer_refund'],
] as const
