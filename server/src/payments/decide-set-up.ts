import { afterYes } from '../customers/index.ts'
import { type Row, type Write, write } from '../db/index.ts'
import { event, type Origin } from '../events/index.ts'
import type { Answer, Approved, Declined, RequiresAction } from '../processors/index.ts'
import { declineWording } from './declines.ts'
import { revise } from './rows.ts'
import type { SetupAttempt, SetupError, SetupIntent } from './set-up-model.ts'
import { plainSetupIntent, writeSetupAttempt, writeSetupIntent } from './set-up-rows.ts'
import {
  setupIntentTransitions as intents,
  setupAttemptTransitions as of,
} from './set-up-states.ts'
import { must } from './states.ts'

/** An attempt whose answer is awaited, with all that the answer may touch. */
export interface OpenSetup {
  readonly intent: SetupIntent
  readonly attempt: SetupAttempt
  readonly method: Row<'payment_methods'>
}

export interface SetupCircumstances {
  readonly at: Date
  readonly origin: Origin
  /** When to look an unanswered ask up. */
  readonly checkAt: Date
}

/** The rows as they will be, and what to write for it. */
export interface DecidedSetup {
  readonly intent: SetupIntent
  readonly attempt: SetupAttempt
  readonly replaces: readonly Write[]
  readonly inserts: readonly Write[]
  /** The refusal to tell the caller of, when it was one. */
  readonly declined: SetupError | undefined
}

/** What an answer makes of an attempt and its intent. Pure; the answer was checked against what was asked. */
export function decideSetup(
  open: OpenSetup,
  answer: Answer,
  world: SetupCircumstances,
): DecidedSetup {
  switch (answer.outcome) {
    case 'approved':
      return approved(open, answer, world)
    case 'declined':
      return declined(open, answer, world)
    case 'not_sent':
      return declined(open, notSent, world)
    case 'requires_action':
      return requiresAction(open, answer, world)
    case 'pending':
      return waiting(open, 'accepted', answer.processorReference, world)
    case 'unknown':
      return waiting(open, 'lost', open.attempt.processor_reference, world)
  }
}

/** A processor that could not be reached: nothing was asked of the issuer, and another try may work. */
const notSent: Declined = {
  outcome: 'declined',
  declineCode: 'processing_error',
  processorCode: 'not_sent',
  retry: 'elsewhere',
}

function approved(
  { intent, attempt, method }: OpenSetup,
  answer: Approved,
  { at, origin }: SetupCircumstances,
): DecidedSetup {
  const { details } = attempt
  const nextAttempt = revise(attempt, {
    status: must(of, attempt.status, 'approved'),
    processor_reference: answer.processorReference,
    check_at: null,
    details: {
      ...details,
      checks: { ...details.checks, ...answer.checks },
      authenticated: answer.authenticated ?? details.redirect_url !== null,
      network_transaction_id: answer.networkTransactionId ?? null,
      alert: null,
    },
  })
  const nextIntent = revise(intent, {
    status: must(intents, intent.status, 'approved'),
    open_attempt_id: null,
    details: {
      ...intent.details,
      last_setup_error: null,
      next_action: null,
      mandate: details.mandate_data === null ? null : mandateIdOf(attempt.id),
    },
  })
  const kept = afterYes(method, intent.customer_id, answer.checks ?? {})
  return {
    ...{ intent: nextIntent, attempt: nextAttempt, declined: undefined },
    replaces: [
      writeSetupIntent(nextIntent),
      writeSetupAttempt(nextAttempt),
      write('payment_methods', kept.row),
    ],
    inserts: [
      ...(kept.isAttached ? event('payment_method.attached', kept.row, at, origin) : []),
      ...event('setup_intent.succeeded', plainSetupIntent(nextIntent), at, origin),
    ],
  }
}

function declined(
  { intent, attempt }: OpenSetup,
  answer: Declined,
  { at, origin }: SetupCircumstances,
): DecidedSetup {
  const error = setupErrorOf(answer, attempt)
  const nextAttempt = declinedAttempt(attempt, answer, error)
  const nextIntent = revise(intent, {
    status: must(intents, intent.status, 'declined'),
    open_attempt_id: null,
    payment_method_id: null,
    details: { ...intent.details, last_setup_error: error, next_action: null },
  })
  return {
    ...{ intent: nextIntent, attempt: nextAttempt, declined: error },
    replaces: [writeSetupIntent(nextIntent), writeSetupAttempt(nextAttempt)],
    inserts: event('setup_intent.setup_failed', plainSetupIntent(nextIntent), at, origin),
  }
}

/** An attempt that ended in a no; another may follow at another processor. */
export function declinedAttempt(
  attempt: SetupAttempt,
  answer: Declined,
  error = setupErrorOf(answer, attempt),
): SetupAttempt {
  const { details } = attempt
  return revise(attempt, {
    status: must(of, attempt.status, 'declined'),
    processor_reference: answer.processorReference ?? attempt.processor_reference,
    check_at: null,
    details: { ...details, checks: { ...details.checks, ...answer.checks }, error, alert: null },
  })
}

/** The payer who was asked and failed is told so; any other no is the issuer's. */
function setupErrorOf({ declineCode }: Declined, attempt: SetupAttempt): SetupError {
  const payment_method = attempt.payment_method_id
  if (declineCode === 'authentication_required' && attempt.status === 'requires_action') {
    return {
      code: 'setup_intent_authentication_failure',
      decline_code: null,
      message:
        'The latest attempt to set up the payment method has failed because authentication failed.',
      param: null,
      payment_method,
    }
  }
  const { code, param = null, message } = declineWording(declineCode)
  const decline_code = declineCode === code ? null : declineCode
  return { code, decline_code, message, param, payment_method }
}

function requiresAction(
  { intent, attempt }: OpenSetup,
  answer: RequiresAction,
  { at, origin }: SetupCircumstances,
): DecidedSetup {
  const nextAttempt = revise(attempt, {
    status: must(of, attempt.status, 'action_required'),
    processor_reference: answer.processorReference,
    check_at: null,
    details: { ...attempt.details, redirect_url: answer.redirectUrl, alert: null },
  })
  const nextIntent = revise(intent, {
    status: must(intents, intent.status, 'action_required'),
    details: { ...intent.details, next_action: { url: answer.redirectUrl } },
  })
  return {
    ...{ intent: nextIntent, attempt: nextAttempt, declined: undefined },
    replaces: [writeSetupIntent(nextIntent), writeSetupAttempt(nextAttempt)],
    inserts: event('setup_intent.requires_action', plainSetupIntent(nextIntent), at, origin),
  }
}

/** Accepted and not finished, or lost on the way: the intent stays `processing` until it is proven. */
function waiting(
  { intent, attempt }: OpenSetup,
  what: 'accepted' | 'lost',
  processor_reference: string | null,
  { checkAt }: SetupCircumstances,
): DecidedSetup {
  const nextAttempt = revise(attempt, {
    status: must(of, attempt.status, what),
    processor_reference,
    check_at: checkAt,
    checks: attempt.checks + 1,
  })
  return {
    ...{ intent, attempt: nextAttempt, declined: undefined },
    replaces: [writeSetupAttempt(nextAttempt)],
    inserts: [],
  }
}

/** The mandate a successful attempt stands for: the attempt's own id, told as a mandate's. */
export function mandateIdOf(attemptId: string): string {
  return attemptId.replace(/^setatt_/, 'mandate_')
}
