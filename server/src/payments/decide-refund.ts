import type { Entry, Write } from '../db/index.ts'
import { event, type Origin } from '../events/index.ts'
import { type Money, money, newId } from '../kernel/index.ts'
import { entry, facts } from '../ledger/index.ts'
import type { Answer } from '../processors/index.ts'
import { feeReturned, withFeeReturned } from './application-fee.ts'
import type { CreateRefund } from './commands.ts'
import { mergeMetadata } from './metadata.ts'
import type { Attempt, Refund, RefundDetails } from './model.ts'
import { amountOf, plain, revise, writeRow } from './rows.ts'
import { must, refundTransitions as of } from './states.ts'

export interface DecidedRefund {
  readonly refund: Refund
  readonly attempt: Attempt
  readonly replaces: Write[]
  readonly inserts: Write[]
  readonly entries: Entry[]
}

/**
 * "We are about to ask" for a refund. The money leaves the merchant's funds and counts as refunded before
 * the processor hears of it, so that no other refund can promise it again; if the refund fails it returns.
 */
export function startRefund(
  attempt: Attempt,
  wish: Omit<CreateRefund, 'charge' | 'payment_intent' | 'amount'>,
  how: {
    amount: Money
    from: RefundDetails['from']
    at: Date
    checkAt: Date
    origin: Origin
  },
): DecidedRefund {
  const { amount, from, at, origin } = how
  const id = newId('re', at.getTime())
  const availableAt = from === 'merchant_pending' ? attempt.details.available_at : null
  const applicationFee =
    wish.refund_application_fee === true ? feeReturned(attempt, amount) : undefined
  const booked = entry(
    {
      ...{ merchantId: attempt.merchant_id, livemode: attempt.livemode },
      ...{ kind: 'refunded', sourceId: id, at },
      ...(availableAt === null ? {} : { availableAt: new Date(availableAt) }),
      guarded: from === 'merchant_available' ? ['merchant_available'] : [],
    },
    facts.refunded({ amount, from, applicationFee }),
  )
  const refund: Refund = {
    merchant_id: attempt.merchant_id,
    livemode: attempt.livemode,
    id,
    version: 1,
    created_at: at,
    attempt_id: attempt.id,
    intent_id: attempt.intent_id,
    status: 'asking',
    amount: amount.amount,
    currency: amount.currency,
    reason: wish.reason ?? null,
    processor_account_id: attempt.processor_account_id,
    processor_key: `sy_${id}`,
    processor_reference: null,
    request_key: origin.idempotencyKey,
    asked_at: at,
    check_at: how.checkAt,
    checks: 0,
    entry_id: booked.row.id,
    failure_entry_id: null,
    metadata: mergeMetadata({}, wish.metadata),
    details: {
      description: null,
      instructions_email: wish.instructions_email ?? null,
      failure_reason: null,
      customer: attempt.customer_id,
      payment_method: attempt.payment_method_id,
      legacy_charge: attempt.details.legacy_charge,
      from,
      available_at: availableAt,
      application_fee: applicationFee === undefined ? null : Number(applicationFee.amount),
      alert: null,
    },
  }
  const charged = revise(attempt, {
    amount_refunded: attempt.amount_refunded + amount.amount,
    details: withFeeReturned(attempt.details, applicationFee?.amount ?? 0n),
  })
  return {
    ...{ refund, attempt: charged, entries: [booked] },
    replaces: [writeRow('attempts', charged)],
    inserts: [
      writeRow('refunds', refund),
      ...event('refund.created', plain('refunds', refund), at, origin),
    ],
  }
}

/** What an answer makes of a refund, also a late one that undoes a success. Pure. */
export function decideRefund(
  { refund, attempt }: { refund: Refund; attempt: Attempt },
  answer: Answer,
  world: { at: Date; origin: Origin; checkAt: Date },
): DecidedRefund {
  switch (answer.outcome) {
    case 'approved':
      return moved(refund, attempt, 'approved', answer.processorReference, world)
    case 'pending':
      return moved(refund, attempt, 'accepted', answer.processorReference, world)
    case 'unknown':
      return moved(refund, attempt, 'lost', refund.processor_reference, world)
    case 'declined':
      return failed(refund, attempt, answer.processorCode, world)
    case 'not_sent':
      return failed(refund, attempt, 'not_sent', world)
    case 'requires_action':
      return failed(refund, attempt, 'requires_action', world)
  }
}

function moved(
  before: Refund,
  attempt: Attempt,
  what: 'approved' | 'accepted' | 'lost',
  processorReference: string | null,
  { at, origin, checkAt }: { at: Date; origin: Origin; checkAt: Date },
): DecidedRefund {
  const status = must(of, before.status, what)
  const refund = revise(before, {
    status,
    processor_reference: processorReference,
    check_at: status === 'succeeded' ? null : checkAt,
    checks: status === 'succeeded' ? before.checks : before.checks + 1,
  })
  const row = plain('refunds', refund)
  const isDone = status === 'succeeded'
  const isNews = status !== before.status && status !== 'unknown'
  const charge = revise(attempt, {})
  return {
    ...{ refund, attempt: isDone ? charge : attempt, entries: [] },
    replaces: [writeRow('refunds', refund), ...(isDone ? [writeRow('attempts', charge)] : [])],
    inserts: [
      ...(isDone ? event('charge.refunded', plain('attempts', charge), at, origin) : []),
      ...(isNews ? event('refund.updated', row, at, origin) : []),
      ...(isDone ? event('charge.refund.updated', row, at, origin) : []),
    ],
  }
}

/** The money is the merchant's again, and may be refunded another way. */
function failed(
  before: Refund,
  attempt: Attempt,
  processorCode: string,
  { at, origin }: { at: Date; origin: Origin },
): DecidedRefund {
  const { from, available_at: availableAt, application_fee: returned } = before.details
  const booked = entry(
    {
      ...{ merchantId: before.merchant_id, livemode: before.livemode },
      ...{ kind: 'refund_failed', sourceId: before.id, at },
      ...(availableAt === null ? {} : { availableAt: laterOf(at, new Date(availableAt)) }),
    },
    facts.refundFailed({
      ...{ amount: amountOf(before), from },
      applicationFee: returned === null ? undefined : money(returned, before.currency),
    }),
  )
  const refund = revise(before, {
    status: must(of, before.status, 'declined'),
    check_at: null,
    failure_entry_id: booked.row.id,
    details: { ...before.details, failure_reason: failureReason(processorCode) },
  })
  const charge = revise(attempt, {
    amount_refunded: attempt.amount_refunded - before.amount,
    details: withFeeReturned(attempt.details, -BigInt(returned ?? 0)),
  })
  const row = plain('refunds', refund)
  return {
    ...{ refund, attempt: charge, entries: [booked] },
    replaces: [writeRow('refunds', refund), writeRow('attempts', charge)],
    inserts: [
      ...event('refund.failed', row, at, origin),
      ...event('charge.refund.updated', row, at, origin),
    ],
  }
}

// https://docs.stripe.com/api/refunds/object#refund_object-failure_reason
const failureReasons = [
  'charge_for_pending_refund_disputed',
  'declined',
  'expired_or_canceled_card',
  'insufficient_funds',
  'lost_or_stolen_card',
  'merchant_request',
]

function failureReason(processorCode: string): string {
  return failureReasons.includes(processorCode) ? processorCode : 'unknown'
}

function laterOf(left: Date, right: Date): Date {
  return left > right ? left : right
}
