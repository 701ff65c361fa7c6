import type { Row } from '../../../db/index.ts'
import { unixSeconds } from '../../../kernel/index.ts'
import { applicationFeeId, transactionId } from '../../../ledger/index.ts'
import { type Attempt, declineWording, typed } from '../../../payments/index.ts'
import { kind } from '../../kinds.ts'
import { balanceTransactionKind } from '../balance_transactions/view.ts'
import { cardDetailsOf } from './card-details.ts'
import { refundList } from './earlier-shape.ts'
import { refundsOf } from './earlier-shape-store.ts'
import { outcomeOf } from './outcome.ts'
import { charge } from './schema.ts'
import { sourceOf } from './source.ts'
import { onlyCharges } from './visible-store.ts'

export const chargeKind = kind<'attempts', readonly Row<'refunds'>[]>({
  table: 'attempts',
  object: 'charge',
  prefix: 'ch',
  schema: charge,
  visible: onlyCharges,
  expandable: {
    application: null,
    application_fee: null,
    balance_transaction: balanceTransactionKind,
    customer: 'customers',
    dispute: 'disputes',
    failure_balance_transaction: null,
    invoice: null,
    on_behalf_of: null,
    payment_intent: 'payment_intents',
    refunds: {
      list: 'refunds',
      load: refundsOf,
      parent: (row) => ('attempt_id' in row ? row.attempt_id : null),
      url: (id) => `/v1/charges/${id}/refunds`,
    },
    review: null,
    source_transfer: null,
    transfer: null,
    'transfer_data.destination': null,
  },
  gather: async (reader, rows, { apiVersion }) =>
    hasRefunds(apiVersion)
      ? refundsOf(
          reader,
          rows.map(({ id }) => id),
        )
      : new Map(),
  view(row, viewing, refunds = []) {
    const attempt = typed('attempts', row)
    const { details } = attempt
    const { status, paid, refunded } = chargeFlags(attempt)
    const wording = details.decline && declineWording(details.decline.code)
    return {
      id: attempt.id,
      object: 'charge',
      amount: Number(attempt.amount),
      amount_captured: Number(attempt.amount_captured),
      amount_refunded: Number(refunded),
      application: null,
      application_fee:
        details.application_fee === null || attempt.capture_entry_id === null
          ? null
          : applicationFeeId(attempt.capture_entry_id),
      application_fee_amount: details.application_fee_amount,
      balance_transaction: attempt.capture_entry_id && transactionId(attempt.capture_entry_id),
      billing_details: details.billing_details,
      calculated_statement_descriptor: details.calculated_statement_descriptor,
      captured: attempt.status === 'captured',
      created: unixSeconds(attempt.created_at),
      currency: attempt.currency,
      customer: attempt.customer_id,
      description: details.description,
      destination: null,
      dispute: details.dispute,
      disputed: attempt.disputed,
      failure_balance_transaction: null,
      failure_code: wording?.code ?? null,
      failure_message: wording?.message ?? null,
      fraud_details: details.fraud_details,
      ...(viewing.apiVersion < '2025-03-31' && { invoice: null }),
      livemode: attempt.livemode,
      metadata: attempt.metadata,
      on_behalf_of: details.on_behalf_of,
      outcome: status === 'pending' ? null : outcomeOf(attempt),
      order: null,
      paid,
      payment_intent: details.legacy_charge ? null : attempt.intent_id,
      payment_method: attempt.payment_method_id,
      payment_method_details: { card: cardDetailsOf(attempt), type: 'card' },
      receipt_email: details.receipt_email,
      receipt_number: null,
      receipt_url: `${viewing.publicUrl}/receipts/${attempt.merchant_id}/${attempt.livemode ? 'live' : 'test'}/${attempt.id}/${details.receipt_token}`,
      refunded: refunded === attempt.amount,
      ...(hasRefunds(viewing.apiVersion) && {
        refunds: refundList(attempt.id, refunds, viewing),
      }),
      review: null,
      shipping: details.shipping,
      source: details.legacy_charge ? sourceOf(attempt) : null,
      source_transfer: null,
      statement_descriptor: details.statement_descriptor,
      statement_descriptor_suffix: details.statement_descriptor_suffix,
      status,
      transfer_data: details.transfer_data && { amount: null, ...details.transfer_data },
      transfer_group: details.transfer_group,
    }
  },
})

/** Before this version a charge carried its refunds without being asked. */
const hasRefunds = (apiVersion: string) => apiVersion < '2022-11-15'

/** What a charge comes down to. What was held and let go counts as refunded, though it was never taken. */
export function chargeFlags(attempt: Attempt): {
  readonly status: 'pending' | 'failed' | 'succeeded'
  readonly paid: boolean
  readonly refunded: bigint
} {
  const status = statusOf(attempt)
  return {
    status,
    paid: status === 'succeeded',
    refunded: attempt.amount_refunded + releasedOf(attempt),
  }
}

function statusOf({ status }: Attempt): 'pending' | 'failed' | 'succeeded' {
  if (status === 'declined') return 'failed'
  const isOpen = ['asking', 'unknown', 'pending', 'requires_action'].includes(status)
  return isOpen ? 'pending' : 'succeeded'
}

function releasedOf({ status, amount, amount_captured }: Attempt): bigint {
  switch (status) {
    case 'voided':
    case 'expired':
      return amount
    case 'captured':
      return amount - amount_captured
    default:
      return 0n
  }
}
