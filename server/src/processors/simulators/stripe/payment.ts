import type { HeldCard } from './cards.ts'
import { type Charge, newCharge } from './charge-object.ts'
import { declineWords, invalid, StripeError } from './errors.ts'
import { processingFee } from './money-objects.ts'
import { intentError, type PaymentIntent } from './objects.ts'
import { type Caller, type HeldIntent, referenceOf, type State } from './state.ts'

/** Puts a changed intent back. */
export function keepIntent(
  state: State,
  held: HeldIntent<PaymentIntent>,
  change: Partial<PaymentIntent>,
): PaymentIntent {
  const object = { ...held.object, ...change }
  state.intents.put(object.id, { ...held, object })
  return object
}

/** The issuer said yes: takes the money, or holds it when the intent is captured by hand. */
export function approve(
  state: State,
  caller: Caller,
  held: HeldIntent<PaymentIntent>,
  card: HeldCard,
  authenticated: boolean,
): PaymentIntent {
  const intent = held.object
  const made = newCharge(intent, card, { created: state.now(), authenticated })
  const charge = made.captured ? charged(state, caller.account, made, card) : made
  state.charges.put(charge.id, { account: caller.account, object: charge })
  const after = keepIntent(state, held, {
    ...paid(intent, charge),
    last_payment_error: null,
    latest_charge: charge.id,
    next_action: null,
    payment_method: card.id,
  })
  if (authenticated && intent.setup_future_usage === 'off_session') {
    state.setUpCards.put(`${caller.account}/${card.fingerprint}`, true)
  }
  noteIntent(state, held, after, 'succeeded')
  state.emit(caller, 'charge.succeeded', charge)
  if (after.status === 'succeeded') {
    state.emit(caller, 'payment_intent.succeeded', after)
    expectDispute(state, caller.account, charge, card)
  } else {
    state.emit(caller, 'payment_intent.amount_capturable_updated', after)
  }
  return after
}

function paid(intent: PaymentIntent, charge: Charge): Partial<PaymentIntent> {
  return charge.captured
    ? { status: 'succeeded', amount_received: intent.amount }
    : { status: 'requires_capture', amount_capturable: intent.amount }
}

/** Writes the charge into the balance. */
export function charged(state: State, account: string, charge: Charge, card: HeldCard): Charge {
  const transaction = state.balance(account, {
    type: 'charge',
    reportingCategory: 'charge',
    amount: charge.amount_captured,
    fee: processingFee(charge.amount_captured, charge.currency),
    currency: charge.currency,
    source: charge.id,
    availableAtOnce: card.behaviour.bypassPending === true,
  })
  return { ...charge, balance_transaction: transaction }
}

/** Some cards complain about what they paid, a little later. */
export function expectDispute(
  state: State,
  account: string,
  charge: Charge,
  { behaviour }: HeldCard,
): void {
  if (behaviour.dispute === undefined) return
  const dispute = { account, charge: charge.id, kind: behaviour.dispute }
  state.stage.timers.after(state.stage.laterMs, 'open_dispute', dispute)
}

/** The issuer said no: the intent waits for another card. */
export function decline(
  state: State,
  caller: Caller,
  held: HeldIntent<PaymentIntent>,
  card: HeldCard,
  code: string,
): StripeError {
  const words = declineWords(code)
  const facts = { created: state.now(), authenticated: false, decline: words }
  const charge = newCharge(held.object, card, facts)
  state.charges.put(charge.id, { account: caller.account, object: charge })
  const error = intentError(words, card, state.now(), charge.id)
  const after = refuse(state, held, { last_payment_error: error, latest_charge: charge.id })
  state.emit(caller, 'charge.failed', charge)
  state.emit(caller, 'payment_intent.payment_failed', after)
  const { message, ...fields } = words
  return new StripeError(402, 'card_error', message, {
    ...fields,
    charge: charge.id,
    payment_intent: after,
    payment_method: error.payment_method,
  })
}

/** The payer failed the challenge, so the issuer was not even asked. */
export function failAuthentication(
  state: State,
  caller: Caller,
  held: HeldIntent<PaymentIntent>,
  card: HeldCard,
): PaymentIntent {
  const error = intentError(authenticationFailed, card, state.now())
  const after = refuse(state, held, { last_payment_error: error })
  state.emit(caller, 'payment_intent.payment_failed', after)
  return after
}

/** @see https://docs.stripe.com/error-codes#payment-intent-authentication-failure */
const authenticationFailed = {
  code: 'payment_intent_authentication_failure',
  message:
    'The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this PaymentIntent again.',
}

function refuse(
  state: State,
  held: HeldIntent<PaymentIntent>,
  change: Partial<PaymentIntent>,
): PaymentIntent {
  const { card: _refused, ...cardless } = held
  const after = keepIntent(state, cardless, {
    ...change,
    next_action: null,
    payment_method: null,
    status: 'requires_payment_method',
  })
  noteIntent(state, held, after, 'declined')
  return after
}

/** The intent's line in the book. */
export function noteIntent(
  state: State,
  { account, idempotencyKey }: HeldIntent<PaymentIntent>,
  intent: PaymentIntent,
  status: 'succeeded' | 'declined' | 'requires_action' | 'canceled',
): void {
  state.note({
    kind: 'authorize',
    account,
    reference: referenceOf(intent),
    processorReference: intent.id,
    paymentReference: intent.id,
    amount: intent.amount,
    currency: intent.currency,
    status,
    captured: intent.capture_method !== 'manual' && status === 'succeeded',
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  })
}

/** @throws {StripeError} 400, with the intent as it is */
export function refuseState(intent: PaymentIntent, verb: string): never {
  const fields = { code: 'payment_intent_unexpected_state', payment_intent: intent }
  throw invalid(
    `You cannot ${verb} this PaymentIntent because it has a status of ${intent.status}.`,
    fields,
  )
}
