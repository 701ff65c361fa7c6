import { randomInt } from 'node:crypto'
import type { Collection } from '../records.ts'
import type { BookEntry, Stage } from '../simulator.ts'
import type { HeldCard } from './card.ts'
import { type Event, notificationBody } from './notification.ts'
import type { Refusal } from './refusals.ts'

/** A payment, from the request on. What later happened to it is in its modifications. */
export interface Payment {
  readonly pspReference: string
  readonly account: string
  readonly merchantAccount: string
  readonly reference: string
  readonly idempotencyKey?: string
  readonly value: number
  readonly currency: string
  /** Captured by Adyen as soon as it is authorised. */
  readonly automatic: boolean
  readonly card: HeldCard
  /** The payer agrees that the card is charged later. */
  readonly saves: boolean
  readonly returnUrl: string
  readonly outcome: Outcome
  /** In the order they were received. */
  readonly modifications: readonly string[]
}

export type Outcome =
  | { readonly is: 'challenge' }
  | { readonly is: 'authorised'; readonly authenticated: boolean; readonly authCode: string }
  | { readonly is: 'refused'; readonly refusal: Refusal }

/** A change asked for, and what became of it. */
export interface Modification {
  readonly pspReference: string
  readonly kind: 'capture' | 'void' | 'refund' | 'increment'
  readonly payment: string
  readonly reference: string
  readonly idempotencyKey?: string
  readonly value: number
  readonly currency: string
  /** To be refused, whatever the payment allows. */
  readonly doomed: boolean
  readonly status: 'pending' | 'succeeded' | 'failed'
}

/** A payer's complaint to the issuer, and what the merchant made of it. */
export interface Dispute {
  readonly pspReference: string
  readonly payment: string
  readonly complaint: 'fraudulent' | 'product_not_received' | 'inquiry'
  readonly status: 'Undefended' | 'Responded' | 'Accepted'
  /** When nobody can defend it any more. */
  readonly endsAt: string
  /** The document supplied to defend it. */
  readonly document?: string
}

/** A challenge by the text in its page's address, and what the payer made of it. */
export interface ChallengeState {
  readonly payment: string
  readonly result?: 'complete' | 'fail'
}

/** Everything the simulator knows. */
export interface State {
  readonly stage: Stage
  readonly payments: Collection<Payment>
  readonly modifications: Collection<Modification>
  readonly disputes: Collection<Dispute>
  readonly challenges: Collection<ChallengeState>
  /** Cards authenticated to be charged later: `account/fingerprint`. */
  readonly setUpCards: Collection<true>
  notify(payment: Payment, event: Event): void
}

export function openState(stage: Stage): State {
  const { records, clock } = stage
  return {
    stage,
    payments: records.collection('payments'),
    modifications: records.collection('modifications'),
    disputes: records.collection('disputes'),
    challenges: records.collection('challenges'),
    setUpCards: records.collection('set_up_cards'),
    notify(payment, event) {
      const id = `${event.pspReference}:${event.eventCode}:${event.success ?? true}`
      const { account, merchantAccount, card } = payment
      const about = { merchantAccount, brand: card.brand }
      stage.notify(account, id, notificationBody(about, event, clock.now()))
    },
  }
}

/** What has become of a payment so far: derived, so that nothing can be counted twice. */
export function standing({ modifications }: State, payment: Payment) {
  const done = payment.modifications.flatMap((id) => {
    const modification = modifications.get(id)
    return modification?.status === 'succeeded' ? [modification] : []
  })
  const sum = (kind: Modification['kind']) =>
    done.filter((each) => each.kind === kind).reduce((total, { value }) => total + value, 0)
  const authorised = payment.outcome.is === 'authorised'
  const adjusted = done.findLast(({ kind }) => kind === 'increment')
  return {
    open: authorised && payment.value > 0 && !done.some(({ kind }) => kind === 'void'),
    authorised: adjusted?.value ?? payment.value,
    captured: payment.automatic && authorised ? payment.value : sum('capture'),
    refunded: sum('refund'),
  }
}

/** The book: every payment and every change of one. */
export function book(state: State): BookEntry[] {
  const payments = state.payments.values().map((payment): BookEntry => {
    const { account, reference, pspReference, value, currency, idempotencyKey } = payment
    const voided =
      payment.outcome.is === 'authorised' && value > 0 && !standing(state, payment).open
    return {
      kind: value === 0 ? 'verify' : 'authorize',
      account,
      reference,
      processorReference: pspReference,
      paymentReference: pspReference,
      amount: value,
      currency: currency.toLowerCase(),
      status: voided ? 'canceled' : statuses[payment.outcome.is],
      ...(payment.automatic && value > 0 && { captured: payment.outcome.is === 'authorised' }),
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    }
  })
  const modifications = state.modifications.values().map((modification): BookEntry => {
    const { kind, reference, pspReference, value, currency, idempotencyKey } = modification
    return {
      kind,
      account: state.payments.get(modification.payment)?.account ?? '',
      reference,
      processorReference: pspReference,
      paymentReference: modification.payment,
      amount: value,
      currency: currency.toLowerCase(),
      status: modification.status,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    }
  })
  return [...payments, ...modifications]
}

const statuses = {
  challenge: 'requires_action',
  authorised: 'succeeded',
  refused: 'declined',
} as const

const alphabet = 'BCDFGHJKLMNPQRSTVWXZ23456789'

/** A reference as Adyen makes them: 16 characters, unique everywhere. */
export function newReference(): string {
  return Array.from({ length: 16 }, () => alphabet[randomInt(alphabet.length)]).join('')
}
