import { unixSeconds } from '../../../kernel/index.ts'
import type { Collection } from '../records.ts'
import type { BookEntry, Stage } from '../simulator.ts'
import type { HeldCard } from './cards.ts'
import type { Charge } from './charge-object.ts'
import {
  type BalanceFacts,
  type BalanceTransaction,
  type Dispute,
  type Event,
  newBalanceTransaction,
  newEvent,
  type Refund,
} from './money-objects.ts'
import type { PaymentIntent, SetupIntent } from './objects.ts'

/** An object and whose it is. What only the simulator knows of it stays beside the object. */
export interface Held<T> {
  readonly account: string
  readonly object: T
}
export interface HeldIntent<T> extends Held<T> {
  readonly card?: HeldCard
  readonly idempotencyKey?: string | undefined
  readonly returnUrl?: string | undefined
}

/** Who asks, and with which key. */
export interface Caller {
  readonly account: string
  readonly idempotencyKey?: string | undefined
}

/** The metadata key callers write their own reference under; what is done to an intent has keys of its own. */
const referenceKeys = {
  payment: 'switchyard_reference',
  capture: 'switchyard_capture',
  increment: 'switchyard_increment',
} as const

/** Everything the simulator knows, and the two things that follow from a change: events and the book. */
export interface State {
  readonly stage: Stage
  readonly intents: Collection<HeldIntent<PaymentIntent>>
  readonly setups: Collection<HeldIntent<SetupIntent>>
  readonly charges: Collection<Held<Charge>>
  readonly refunds: Collection<Held<Refund>>
  readonly transactions: Collection<Held<BalanceTransaction>>
  readonly disputes: Collection<Held<Dispute>>
  readonly cards: Collection<Held<HeldCard>>
  readonly events: Collection<Held<Event>>
  /** Cards authenticated to be charged later: `account/fingerprint`. */
  readonly setUpCards: Collection<true>
  readonly book: Collection<BookEntry>
  /** Unix seconds. */
  now(): number
  emit(caller: Caller, type: string, object: unknown): void
  /** Writes a line of the balance. @returns its id */
  balance(account: string, facts: Omit<BalanceFacts, 'created'>): string
  /** Writes or rewrites a line of the book. */
  note(entry: BookEntry): void
}

/** Events are there to be listed for a while, not for ever. */
const rememberedEvents = 10_000

export function openState(stage: Stage): State {
  const { records, clock } = stage
  const now = () => unixSeconds(clock.now())
  const events = records.collection<Held<Event>>('events', rememberedEvents)
  const transactions = records.collection<Held<BalanceTransaction>>('balance_transactions')
  const book = records.collection<BookEntry>('book')
  return {
    stage,
    intents: records.collection('payment_intents'),
    setups: records.collection('setup_intents'),
    charges: records.collection('charges'),
    refunds: records.collection('refunds'),
    transactions,
    disputes: records.collection('disputes'),
    cards: records.collection('payment_methods'),
    events,
    setUpCards: records.collection('set_up_cards'),
    book,
    now,
    emit({ account, idempotencyKey }, type, object) {
      const event = newEvent(type, object, now(), idempotencyKey ?? null)
      events.put(event.id, { account, object: event })
      stage.notify(account, event.id, JSON.stringify(event, null, 2))
    },
    balance(account, facts) {
      const object = newBalanceTransaction({ ...facts, created: now() })
      transactions.put(object.id, { account, object })
      return object.id
    },
    note: (entry) => void book.put(`${entry.kind} ${entry.processorReference}`, entry),
  }
}

/** The caller's own reference in an object's metadata; empty when there is none. */
export function referenceOf(
  { metadata }: { readonly metadata: Readonly<Record<string, string>> },
  of: 'payment' | 'capture' | 'increment' = 'payment',
): string {
  return metadata[referenceKeys[of]] ?? ''
}
