import { afterYes } from '../customers/index.ts'
import type { Row, Write } from '../db/index.ts'
import { write } from '../db/index.ts'
import { event } from '../events/index.ts'
import type { Answer, Approved, CardChecks, Declined, RequiresAction } from '../processors/index.ts'
import { bookApproval } from './book-approval.ts'
import { futureUsageOf } from './card-terms.ts'
import type { Decided, Open } from './decided.ts'
import { declineWording } from './declines.ts'
import { failAuthentication, isFailedAuthentication } from './fail-authentication.ts'
import { intentEvent } from './intent-event.ts'
import type { Attempt, Intent, PaymentError } from './model.ts'
import { refuseAction } from './refuse-action.ts'
import { plain, revise, writeRow } from './rows.ts'
import { intentAfter, must, attemptTransitions as of } from './states.ts'
import type { Circumstances } from './times.ts'

/**
 * What an answer to an authorization makes of the attempt and its intent: new rows, journal entries and
 * events. Pure. The answer has been checked against what was asked.
 */
export function decideAnswer(open: Open, answer: Answer, world: Circumstances): Decided {
  switch (answer.outcome) {
    case 'approved':
      return approved(open, answer, world)
    case 'declined':
      return isFailedAuthentication(open, answer)
        ? failAuthentication(open, answer, world)
        : declined(open, answer, world)
    case 'not_sent':
      return declined(open, notSent, world)
    case 'requires_action':
      return open.intent.details.error_on_requires_action
        ? refuseAction(open, answer, world)
        : requiresAction(open, answer, world)
    case 'pending':
      return waiting(open, 'accepted', answer.processorReference, world)
    case 'unknown':
      return waiting(open, 'lost', open.attempt.processor_reference, world)
  }
}

/** A processor that could not be reached: nothing was charged, and another try may work. */
const notSent: Declined = {
  outcome: 'declined',
  declineCode: 'processing_error',
  processorCode: 'not_sent',
  retry: 'elsewhere',
}

function approved(
  { intent, attempt, method }: Open,
  answer: Approved,
  world: Circumstances,
): Decided {
  const { at, origin } = world
  const booked = bookApproval(attempt, answer, world)
  const isCapture = booked.attempt.status === 'captured'
  const nextIntent = revise(intent, {
    ...closed(intent, booked.attempt),
    status: intentAfter(intent.status, isCapture ? 'captured' : 'authorized'),
    amount_capturable: isCapture ? 0n : attempt.amount,
    amount_received: isCapture ? attempt.amount : 0n,
  })
  const news = isCapture ? 'payment_intent.succeeded' : 'payment_intent.amount_capturable_updated'
  const kept = keepMethod(nextIntent, method, answer.checks ?? {}, world)
  return {
    ...{ ...booked, intent: nextIntent, declined: undefined },
    replaces: [
      writeRow('payment_intents', nextIntent),
      writeRow('attempts', booked.attempt),
      ...kept.replaces,
    ],
    inserts: [
      ...event('charge.succeeded', plain('attempts', booked.attempt), at, origin),
      ...intentEvent(news, nextIntent, at, origin),
      ...kept.inserts,
    ],
  }
}

/** `setup_future_usage`: a card that paid is kept for the customer. */
function keepMethod(
  intent: Intent,
  method: Row<'payment_methods'> | undefined,
  checks: CardChecks,
  { at, origin }: Circumstances,
): { replaces: Write[]; inserts: Write[] } {
  const nothing = { replaces: [], inserts: [] }
  if (futureUsageOf(intent) === null || method === undefined) return nothing
  const { row, isAttached } = afterYes(method, intent.customer_id, checks)
  if (!isAttached) return nothing
  return {
    replaces: [write('payment_methods', row)],
    inserts: event('payment_method.attached', row, at, origin),
  }
}

function declined(
  { intent, attempt }: Open,
  answer: Declined,
  { at, origin }: Circumstances,
): Decided {
  const { declineCode, processorCode, retry, checks } = answer
  const { code, param, message } = declineWording(declineCode)
  const error: PaymentError = {
    code,
    decline_code: declineCode === code ? ownDeclineCode(declineCode) : declineCode,
    message,
    param: param ?? null,
    charge: attempt.id,
    payment_method: attempt.payment_method_id,
  }
  const nextAttempt = revise(attempt, {
    status: must(of, attempt.status, 'declined'),
    processor_reference: answer.processorReference ?? attempt.processor_reference,
    check_at: null,
    details: {
      ...attempt.details,
      decline: { code: declineCode, processor_code: processorCode, retry },
      checks: { ...attempt.details.checks, ...checks },
      alert: null,
    },
  })
  const nextIntent = revise(intent, {
    ...closed(intent, nextAttempt),
    status: intentAfter(intent.status, 'declined'),
    payment_method_id: null,
    details: { ...intent.details, last_payment_error: error, next_action: null },
  })
  return {
    ...{ intent: nextIntent, attempt: nextAttempt, entries: [], declined: error },
    replaces: [writeRow('payment_intents', nextIntent), writeRow('attempts', nextAttempt)],
    inserts: [
      ...event('charge.failed', plain('attempts', nextAttempt), at, origin),
      ...intentEvent('payment_intent.payment_failed', nextIntent, at, origin),
    ],
  }
}

/** Only a few codes are repeated as decline code by Stripe; the rest stand alone. */
function ownDeclineCode(code: Declined['declineCode']): Declined['declineCode'] | null {
  return code === 'authentication_required' ? code : null
}

function requiresAction(
  { intent, attempt }: Open,
  answer: RequiresAction,
  world: Circumstances,
): Decided {
  const nextAttempt = revise(attempt, {
    status: must(of, attempt.status, 'action_required'),
    processor_reference: answer.processorReference,
    check_at: null,
    details: { ...attempt.details, redirect_url: answer.redirectUrl, alert: null },
  })
  const nextIntent = revise(intent, {
    status: intentAfter(intent.status, 'action_required'),
    details: { ...intent.details, next_action: { url: answer.redirectUrl } },
  })
  return {
    ...{ intent: nextIntent, attempt: nextAttempt, entries: [], declined: undefined },
    replaces: [writeRow('payment_intents', nextIntent), writeRow('attempts', nextAttempt)],
    inserts: intentEvent('payment_intent.requires_action', nextIntent, world.at, world.origin),
  }
}

/** Accepted and not finished, or lost on the way: the intent stays `processing` until it is proven. */
function waiting(
  { intent, attempt }: Open,
  what: 'accepted' | 'lost',
  processorReference: string | null,
  { at, origin, checkAt }: Circumstances,
): Decided {
  const isNews = what === 'accepted' && attempt.status !== 'pending'
  const nextAttempt = revise(attempt, {
    status: must(of, attempt.status, what),
    processor_reference: processorReference,
    check_at: checkAt,
    checks: attempt.checks + 1,
  })
  const nextIntent = isNews ? revise(intent, {}) : intent
  return {
    ...{ intent: nextIntent, attempt: nextAttempt, entries: [], declined: undefined },
    replaces: [
      writeRow('attempts', nextAttempt),
      ...(isNews ? [writeRow('payment_intents', nextIntent)] : []),
    ],
    inserts: isNews ? intentEvent('payment_intent.processing', nextIntent, at, origin) : [],
  }
}

/** What every finished attempt leaves on its intent. */
function closed(intent: Intent, attempt: Attempt): Partial<Intent> {
  return {
    latest_attempt_id: attempt.id,
    open_attempt_id: null,
    details: { ...intent.details, next_action: null, last_payment_error: null },
  }
}
