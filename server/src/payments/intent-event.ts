import type { Row, Write } from '../db/index.ts'
import { type EventType, event, type eventCatalogue, type Origin } from '../events/index.ts'
import { type Shown, shown } from '../tenants/index.ts'
import type { Attempt, Intent } from './model.ts'
import { plain } from './rows.ts'

type IntentEvent = {
  [T in EventType]: (typeof eventCatalogue)[T] extends 'payment_intents' ? T : never
}[EventType]

/** An event that an intent changed. Nobody is told of the hidden intent of a legacy charge. */
export function intentEvent(type: IntentEvent, intent: Intent, at: Date, origin: Origin): Write[] {
  if (intent.details.legacy_charge) return []
  const row: Row<'payment_intents'> = plain('payment_intents', intent)
  return event(type, row, at, origin)
}

/** The intent as a refusal tells it; nothing of a hidden one. */
export function aboutIntent(intent: Intent): { payment_intent?: Shown } {
  return intent.details.legacy_charge
    ? {}
    : { payment_intent: shown('payment_intents', plain('payment_intents', intent)) }
}

/** What answers a request about a payment: its intent, or its charge where the caller knows no intents. */
export function paymentShown(intent: Intent, attempt: Attempt): Shown {
  return intent.details.legacy_charge
    ? shown('attempts', plain('attempts', attempt))
    : shown('payment_intents', plain('payment_intents', intent))
}
