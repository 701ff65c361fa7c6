import { formatForPeople, type Money, money } from '../kernel/index.ts'
import { refuse } from './errors.ts'
import type { Attempt, AttemptDetails } from './model.ts'

/*
 * What a PSP takes of a single payment of its merchant, beside its price: Stripe's application fee.
 * https://docs.stripe.com/connect/direct-charges#collect-fees
 */

/**
 * Refuses an application fee of more than the payment.
 * @param param what the caller said that makes it too much
 * @throws {Problem} `parameter_invalid`
 */
export function checkApplicationFee(
  fee: number | null | undefined,
  amount: Money,
  param = 'application_fee_amount',
): void {
  if (fee == null || BigInt(fee) <= amount.amount) return
  const asked = formatForPeople(money(fee, amount.currency))
  throw refuse(
    'parameter_invalid',
    `The application fee (${asked}) must be less than or equal to the amount of the payment (${formatForPeople(amount)}).`,
    { param },
  )
}

/** What of the fee asked for is taken: no more than was captured. Undefined when nothing is. */
export function feeTaken(
  { application_fee_amount: asked }: Pick<AttemptDetails, 'application_fee_amount'>,
  captured: Money,
): Money | undefined {
  if (asked === null || asked === 0) return undefined
  const wanted = money(asked, captured.currency)
  return wanted.amount < captured.amount ? wanted : captured
}

/**
 * What of the fee goes back with a refund that returns it: the refund's share of the charge. Counted from what
 * was refunded before, so that the shares of refunds in parts come to the whole fee, and never to more.
 */
export function feeReturned(
  { amount_captured, amount_refunded, details }: Attempt,
  refund: Money,
): Money | undefined {
  const taken = BigInt(details.application_fee ?? 0)
  const left = taken - BigInt(details.application_fee_refunded ?? 0)
  const shareOf = (refunded: bigint) => (taken * refunded) / amount_captured
  const share = shareOf(amount_refunded + refund.amount) - shareOf(amount_refunded)
  const returned = share < left ? share : left
  return returned > 0n ? { amount: returned, currency: refund.currency } : undefined
}

/** A charge's details when so much more of its fee was given back; less, where a refund failed. */
export function withFeeReturned(details: AttemptDetails, returned: bigint): AttemptDetails {
  if (returned === 0n) return details
  const total = (details.application_fee_refunded ?? 0) + Number(returned)
  return { ...details, application_fee_refunded: total === 0 ? null : total }
}
