import { formatMoney } from '../kernel/index.ts'
import { type Attempt, amountOf, referenceOf } from '../payments/index.ts'
import type { DisputeNews } from '../processors/index.ts'
import type { Dispute } from './model.ts'

/**
 * Why news of a dispute cannot be about this charge; null when it can. What does not fit is never applied.
 * A dispute may be about a part of the charge, but not about more or another currency, and it never changes
 * its amount.
 */
export function misfitOf(
  news: DisputeNews,
  attempt: Attempt,
  known: Dispute | undefined,
): string | null {
  const { amount, paymentReference, reference } = news
  if (reference !== undefined && reference !== referenceOf(attempt)) {
    return `it is about ${reference}, not ${referenceOf(attempt)}`
  }
  if (paymentReference !== undefined && paymentReference !== attempt.processor_reference) {
    return `it is about payment ${paymentReference}, not ${attempt.processor_reference}`
  }
  if (known !== undefined && known.attempt_id !== attempt.id) {
    return `it was about ${known.attempt_id} before`
  }
  const captured = amountOf({ ...attempt, amount: attempt.amount_captured })
  const fits =
    amount.currency === captured.currency && amount.amount > 0n && amount.amount <= captured.amount
  if (!fits) return `it is about ${formatMoney(amount)} of ${formatMoney(captured)}`
  if (known !== undefined && known.amount !== amount.amount) {
    return `it is about ${formatMoney(amount)} and was about ${formatMoney(amountOf(known))}`
  }
  return null
}
