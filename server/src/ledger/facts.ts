import { type Money, subtract } from '../kernel/index.ts'
import type { AccountName } from './chart.ts'
import { credit, debit, type Posting, pending, reversed } from './posting.ts'

/*
 * Each business fact and the postings it makes: pure, and the source docs/money-flows.md is checked
 * against. Amounts are positive unless said otherwise.
 */

/** A processor holds the money for us; nothing has moved. */
export function authorized({ amount }: { amount: Money }): Posting[] {
  return pending([debit('processor_clearing', amount), credit('merchant_pending', amount)])
}

/** A hold that ended, in part or whole, without being captured. */
export function authorizationReleased({ held }: { held: Money }): Posting[] {
  return reversed(authorized({ amount: held }))
}

/** A hold raised to a new total: the old one is let go and the new one taken in the same entry. */
export function authorizationRaised({ held, total }: { held: Money; total: Money }): Posting[] {
  return [...authorizationReleased({ held }), ...authorized({ amount: total })]
}

/**
 * Money taken: the processor owes us the gross, we owe the merchant the net, the PSP earns its price.
 * @param applicationFee what the PSP takes of this payment beside its price
 * @param held what the authorization held and this settles, when there was one
 */
export function captured({
  gross,
  fee,
  applicationFee,
  held,
}: {
  gross: Money
  fee: Money
  applicationFee?: Money | undefined
  held?: Money
}): Posting[] {
  const net = subtract(gross, fee)
  return [
    ...(held === undefined ? [] : authorizationReleased({ held })),
    debit('processor_clearing', gross),
    credit('merchant_pending', applicationFee === undefined ? net : subtract(net, applicationFee)),
    credit('psp_fee_revenue', fee),
    ...(applicationFee === undefined ? [] : [credit('application_fee_revenue', applicationFee)]),
  ]
}

/** What the processor will charge us for it, expected now and corrected by settlement. */
export function processorCostAccrued({ cost }: { cost: Money }): Posting[] {
  return [debit('processor_cost', cost), credit('processor_cost_accrued', cost)]
}

/** Funds the merchant may now use. Negative when refunds outweigh the day's payments. */
export function fundsAvailable({ amount }: { amount: Money }): Posting[] {
  return [debit('merchant_pending', amount), credit('merchant_available', amount)]
}

/** What a refund takes from whom. */
interface Refunded {
  readonly amount: Money
  readonly from: FundsAccount
  /** What the PSP gives back of its application fee; nothing unless it says so. */
  readonly applicationFee?: Money | undefined
}

/** Money given back, out of what the merchant has `from`. Our price is not returned. */
export function refunded({ amount, from, applicationFee }: Refunded): Posting[] {
  return [
    debit(from, amount),
    credit('processor_clearing', amount),
    ...(applicationFee === undefined
      ? []
      : [debit('application_fee_revenue', applicationFee), credit(from, applicationFee)]),
  ]
}

/** A refund that did not reach the payer: the money is the merchant's again. */
export function refundFailed(refund: Refunded): Posting[] {
  return reversed(refunded(refund))
}

/**
 * A chargeback: the money leaves at once, with the PSP's dispute fee, also when it overdraws the merchant.
 * @param fee left out when it was paid before: what was won can be charged back again
 */
export function disputeOpened({ amount, fee }: { amount: Money; fee?: Money }): Posting[] {
  return [
    debit('merchant_available', amount),
    credit('processor_clearing', amount),
    ...(fee === undefined
      ? []
      : [debit('merchant_available', fee), credit('dispute_fee_revenue', fee)]),
  ]
}

/** The dispute was won: the money comes back, the fee does not. */
export function disputeWon({ amount }: { amount: Money }): Posting[] {
  return [debit('processor_clearing', amount), credit('merchant_available', amount)]
}

/** Where a merchant's money can be taken from. */
export type FundsAccount = Extract<AccountName, 'merchant_pending' | 'merchant_available'>
