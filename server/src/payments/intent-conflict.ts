import type { Problem } from '../kernel/index.ts'
import { refuse } from './errors.ts'
import { aboutIntent } from './intent-event.ts'
import type { Intent } from './model.ts'

/** "You cannot cancel this PaymentIntent because it has a status of succeeded.", with the intent. */
export function intentConflict(intent: Intent, verb: string): Problem {
  const isOpen = intent.status === 'processing' || intent.open_attempt_id !== null
  const reason = isOpen
    ? `a payment is in progress: its status is ${intent.status}, and nothing new may start until that is settled`
    : verb === 'confirm' && intent.status === 'succeeded'
      ? 'it has already succeeded after being previously confirmed'
      : `it has a status of ${intent.status}`
  return refuse(
    'intent_state_conflict',
    `You cannot ${verb} this PaymentIntent because ${reason}.`,
    aboutIntent(intent),
  )
}
