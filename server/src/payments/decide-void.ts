import type { Write } from '../db/index.ts'
import { event } from '../events/index.ts'
import { entry, facts } from '../ledger/index.ts'
import { intentEvent } from './intent-event.ts'
import type { Intent, PaymentError } from './model.ts'
import {
  afterAnswer,
  type DecidedModification,
  type ModificationWorld,
  type OpenModification,
  resolving,
} from './open-modification.ts'
import { amountOf, plain, revise } from './rows.ts'
import { attemptTransitions, intentAfter, must } from './states.ts'

/** What becomes of a payment whose attempt was given up, as the void was meant. Pure. */
export function voided(open: OpenModification, world: ModificationWorld): DecidedModification {
  const wasHeld = open.attempt.status === 'authorized'
  const isExpired = open.modification.details.purpose === 'expire'
  const end = isExpired ? 'expired' : wasHeld ? 'voided' : 'abandoned'
  const attempt = revise(open.attempt, {
    status: must(attemptTransitions, open.attempt.status, end),
    check_at: null,
    capture_before: null,
    open_modification_id: null,
  })
  const release = () =>
    entry(
      {
        ...{ merchantId: attempt.merchant_id, livemode: attempt.livemode },
        ...{ kind: 'authorization_released', sourceId: attempt.id, at: world.at },
        ...resolving(open.attempt),
      },
      facts.authorizationReleased({ held: amountOf(attempt) }),
    )
  const { intent, inserts, declined } = intentWithout(open, world)
  return {
    ...afterAnswer({ ...open, attempt, intent }),
    declined,
    inserts: [
      ...(isExpired
        ? event('charge.expired', plain('attempts', attempt), world.at, world.origin)
        : []),
      ...inserts,
    ],
    entries: wasHeld ? [release()] : [],
  }
}

interface After {
  readonly intent: Intent
  readonly inserts: Write[]
  readonly declined: PaymentError | undefined
}

function intentWithout(open: OpenModification, world: ModificationWorld): After {
  switch (open.modification.details.purpose) {
    case 'cancel':
    case 'expire':
      return canceled(open, world)
    case 'release':
      return released(open)
    case 'refuse':
      return refused(open, world)
    case 'nothing':
      return { intent: open.intent, inserts: [], declined: undefined }
  }
}

function canceled(
  { intent: before, modification }: OpenModification,
  { at, origin }: ModificationWorld,
): After {
  const intent = revise(before, {
    status: intentAfter(before.status, 'cancel'),
    amount_capturable: 0n,
    open_attempt_id: null,
    canceled_at: at,
    details: {
      ...before.details,
      cancellation_reason: modification.details.cancellation_reason,
      next_action: null,
    },
  })
  return {
    intent,
    inserts: intentEvent('payment_intent.canceled', intent, at, origin),
    declined: undefined,
  }
}

function released({ intent: before }: OpenModification): After {
  const intent = revise(before, {
    status: intentAfter(before.status, 'released'),
    open_attempt_id: null,
    details: { ...before.details, next_action: null },
  })
  return { intent, inserts: [], declined: undefined }
}

/** Nobody was there to act, and the caller had said that then the payment fails. */
function refused(
  { intent: before, attempt }: OpenModification,
  { at, origin }: ModificationWorld,
): After {
  const declined: PaymentError = {
    code: 'authentication_required',
    decline_code: 'authentication_not_handled',
    message:
      'This payment required an authentication action to complete, but `error_on_requires_action` was set.',
    param: null,
    charge: null,
    payment_method: attempt.payment_method_id,
  }
  const intent = revise(before, {
    status: intentAfter(before.status, 'declined'),
    payment_method_id: null,
    open_attempt_id: null,
    details: { ...before.details, last_payment_error: declined, next_action: null },
  })
  return {
    ...{ intent, declined },
    inserts: intentEvent('payment_intent.payment_failed', intent, at, origin),
  }
}
