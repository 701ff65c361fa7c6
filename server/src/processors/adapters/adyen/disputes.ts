import type { DisputeNews, DisputeStatus } from '../../adapter.ts'
import { fromWire } from './amounts.ts'
import type { NotificationItem } from './notification-item.ts'

/**
 * How a dispute stands after each event. Money moves with CHARGEBACK and SECOND_CHARGEBACK only; an
 * announcement or a question before that is a warning. Information is supplied to either, and the time for
 * it ends for either: both are told as of an inquiry, and move no money.
 * @see https://docs.adyen.com/risk-management/disputes-api/dispute-notifications
 */
const disputeStatuses: Readonly<Record<string, DisputeStatus>> = {
  REQUEST_FOR_INFORMATION: 'warning_needs_response',
  NOTIFICATION_OF_CHARGEBACK: 'warning_needs_response',
  CHARGEBACK: 'needs_response',
  INFORMATION_SUPPLIED: 'warning_under_review',
  PREARBITRATION_OPEN: 'under_review',
  SCHEME_ARBITRATION: 'under_review',
  CHARGEBACK_REVERSED: 'won',
  ISSUER_RESPONSE_TIMEFRAME_EXPIRED: 'won',
  PREARBITRATION_WON: 'won',
  PREARBITRATION_ISSUER_WITHDRAWN: 'won',
  SCHEME_ARBITRATION_WON: 'won',
  DISPUTE_DEFENSE_PERIOD_ENDED: 'warning_closed',
  SECOND_CHARGEBACK: 'lost',
  PREARBITRATION_LOST: 'lost',
  PREARBITRATION_ACCEPTED: 'lost',
  SCHEME_ARBITRATION_LOST: 'lost',
}

/**
 * The schemes' own numbers for why a cardholder complains, in Stripe's words.
 * @see https://docs.adyen.com/risk-management/understanding-disputes/dispute-reason-codes
 */
const reasons: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/^10\.\d|^48(37|40|49|63|70|71)$|^F(10|14|24|29|30|31)$|^UA\d\d$/, 'fraudulent'],
  [/^13\.1$|^4855$|^C08$|^RG$/, 'product_not_received'],
  [/^13\.2$|^4841$|^C28$|^AP$/, 'subscription_canceled'],
  [/^13\.[345]$|^4853$|^C(31|32)$|^RM$/, 'product_unacceptable'],
  [/^13\.[67]$|^4860$|^C(02|04|05)$|^RN2$/, 'credit_not_processed'],
  [/^12\.6(\.\d)?$|^4834$|^P08$|^DP$/, 'duplicate'],
]

/** @param code `additionalData.chargebackReasonCode`; `general` when it says nothing to us */
export function disputeReason(code: string | undefined): string {
  const trimmed = (code ?? '').trim()
  return reasons.find(([pattern]) => pattern.test(trimmed))?.[1] ?? 'general'
}

/**
 * Reads an event about a dispute: all its events carry the dispute's reference and the merchant reference of the
 * payment, and only some the payment's own.
 *
 * @returns undefined when the event is about no dispute
 * @throws {RangeError} when its amount cannot be expressed in our money
 */
export function disputeNews(item: NotificationItem, asOf: Date): DisputeNews | undefined {
  const status = disputeStatuses[item.eventCode]
  if (status === undefined || item.success === 'false') return undefined
  const { originalReference: paymentReference, merchantReference: reference } = item
  const { chargebackReasonCode, defensePeriodEndsAt } = item.additionalData
  const networkReasonCode = chargebackReasonCode?.trim()
  const dueBy = new Date(defensePeriodEndsAt ?? '')
  return {
    outcome: 'dispute',
    processorReference: item.pspReference,
    ...(paymentReference !== undefined && { paymentReference }),
    ...(reference !== '' && { reference }),
    status,
    reason: disputeReason(chargebackReasonCode),
    ...(networkReasonCode && { networkReasonCode }),
    amount: fromWire(item.amount),
    ...(!Number.isNaN(dueBy.getTime()) && { dueBy }),
    asOf,
  }
}
