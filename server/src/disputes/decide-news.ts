import { type Entry, type Write, write } from '../db/index.ts'
import { event, type Origin, previousAttributes } from '../events/index.ts'
import { type Money, newId, unixSeconds } from '../kernel/index.ts'
import { type Attempt, revise, untyped } from '../payments/index.ts'
import type { DisputeNews } from '../processors/index.ts'
import { type Booked, bookDispute } from './book-dispute.ts'
import { type Dispute, plainDispute, writeDispute } from './model.ts'
import { disputeTransitions, isChargeback, isClosed } from './states.ts'

/** A dispute and the charge it is about. */
export interface Disputed {
  readonly dispute: Dispute
  readonly attempt: Attempt
}

/** The rows as they will be, and what to write for it. */
export interface DecidedDispute extends Disputed {
  readonly replaces: Write[]
  readonly inserts: Write[]
  readonly entries: Entry[]
}

export interface DisputeWorld {
  readonly at: Date
  readonly origin: Origin
  /** What the merchant pays for a chargeback. */
  readonly fee: Money
}

/** A dispute nobody knew of: it is made as its processor tells it, whatever came before. Pure. */
export function openDispute(
  attempt: Attempt,
  news: DisputeNews,
  world: DisputeWorld,
): DecidedDispute {
  const { at, origin } = world
  const unbooked = newDispute(attempt, news, at)
  const booked = bookDispute(unbooked, news.status, world)
  const dispute = afterBooking(unbooked, booked)
  const row = plainDispute(dispute)
  const charge = disputedCharge(attempt, dispute, dispute.id)
  return {
    ...{ dispute, attempt: charge, entries: booked.entries },
    replaces: [write('attempts', untyped('attempts', charge))],
    inserts: [
      writeDispute(dispute),
      ...event('charge.dispute.created', row, at, origin),
      ...(booked.withdrew ? event('charge.dispute.funds_withdrawn', row, at, origin) : []),
      ...(isClosed(dispute.status) ? event('charge.dispute.closed', row, at, origin) : []),
      ...(booked.reinstated ? event('charge.dispute.funds_reinstated', row, at, origin) : []),
    ],
  }
}

/**
 * What news makes of a dispute that is known; undefined when it says nothing new. News that speaks of an
 * earlier time than the last can still turn an inquiry into a chargeback, and nothing else. Pure.
 *
 * @param answered the same dispute with what came of asking, when the news answers that
 */
export function decideNews(
  { dispute: before, attempt }: Disputed,
  news: DisputeNews,
  world: DisputeWorld,
  answered?: Dispute,
): DecidedDispute | undefined {
  const isOld = isOlder(news, before)
  if (isOld && isChargeback(before.status)) return undefined
  const status = disputeTransitions[before.status][news.status] ?? before.status
  const booked = bookDispute(before, status, world)
  const { network_reason_code: code, told_at: toldAt } = before.details
  const dispute = afterBooking(
    revise(answered ?? before, {
      status,
      due_by: news.dueBy ?? before.due_by,
      details: {
        ...(answered ?? before).details,
        network_reason_code: news.networkReasonCode ?? code,
        told_at: isOld ? toldAt : (news.asOf?.toISOString() ?? null),
      },
    }),
    booked,
  )
  const previous = previousAttributes(shownParts(before), shownParts(dispute))
  const isNews = Object.keys(previous).length > 0
  if (!isNews && answered === undefined) return undefined
  const { at, origin } = world
  const row = plainDispute(dispute)
  const hasMoved = booked.entries.length > 0
  const charge = hasMoved ? disputedCharge(attempt, dispute, attempt.details.dispute) : attempt
  const isOver = status !== before.status && isClosed(status)
  return {
    ...{ dispute, attempt: charge, entries: booked.entries },
    replaces: [
      writeDispute(dispute),
      ...(hasMoved ? [write('attempts', untyped('attempts', charge))] : []),
    ],
    inserts: [
      ...(booked.withdrew ? event('charge.dispute.funds_withdrawn', row, at, origin) : []),
      ...(isOver ? event('charge.dispute.closed', row, at, origin) : []),
      ...(isNews && !isOver ? event('charge.dispute.updated', row, at, origin, previous) : []),
      ...(booked.reinstated ? event('charge.dispute.funds_reinstated', row, at, origin) : []),
    ],
  }
}

function newDispute(attempt: Attempt, news: DisputeNews, at: Date): Dispute {
  return {
    merchant_id: attempt.merchant_id,
    livemode: attempt.livemode,
    id: newId('dp', at.getTime()),
    version: 1,
    created_at: at,
    attempt_id: attempt.id,
    intent_id: attempt.intent_id,
    status: news.status,
    amount: news.amount.amount,
    currency: news.amount.currency,
    reason: news.reason,
    withdrawn: false,
    due_by: news.dueBy ?? null,
    processor_account_id: attempt.processor_account_id,
    processor_reference: news.processorReference,
    asking: null,
    processor_key: null,
    request_key: null,
    asked_at: null,
    check_at: null,
    checks: 0,
    metadata: {},
    details: {
      network_reason_code: news.networkReasonCode ?? null,
      brand: attempt.details.card.brand,
      entries: [],
      evidence: {},
      submissions: 0,
      past_due: false,
      told_at: news.asOf?.toISOString() ?? null,
      legacy_charge: attempt.details.legacy_charge,
    },
  }
}

function afterBooking(dispute: Dispute, { isWithdrawn, entries }: Booked): Dispute {
  const booked = [...dispute.details.entries, ...entries.map(({ row }) => row.id)]
  return { ...dispute, withdrawn: isWithdrawn, details: { ...dispute.details, entries: booked } }
}

/** The charge is written with every movement, so that a refund decided on the charge before is refused. */
function disputedCharge(attempt: Attempt, { status }: Dispute, last: string | null): Attempt {
  return revise(attempt, {
    disputed: attempt.disputed || isChargeback(status),
    details: { ...attempt.details, dispute: last },
  })
}

function isOlder({ asOf }: DisputeNews, { details }: Dispute): boolean {
  return asOf !== undefined && details.told_at !== null && asOf < new Date(details.told_at)
}

/** What of a dispute can change, by its names on the wire. */
export function shownParts({ status, due_by, metadata, details }: Dispute) {
  return {
    status,
    metadata,
    evidence: details.evidence,
    evidence_details: {
      due_by: due_by && unixSeconds(due_by),
      has_evidence: Object.keys(details.evidence).length > 0,
      past_due: details.past_due,
      submission_count: details.submissions,
    },
    payment_method_details: { card: { network_reason_code: details.network_reason_code } },
  }
}
