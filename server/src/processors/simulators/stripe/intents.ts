import type { Route } from '../simulator.ts'
import type { WireRequest } from '../wire.ts'
import { checkAmount } from './amounts.ts'
import { cardFor } from './card-for.ts'
import { confirm } from './confirm.ts'
import { accountOf } from './dialect.ts'
import { declineWords, noSuch, StripeError } from './errors.ts'
import { newPaymentIntent, type PaymentIntent } from './objects.ts'
import * as params from './params.ts'
import { charged, expectDispute, keepIntent, noteIntent, refuseState } from './payment.ts'
import { route } from './route.ts'
import { type Caller, type HeldIntent, referenceOf, type State } from './state.ts'

/** The payment intents resource, except for lists. */
export function intentRoutes(state: State): Route[] {
  return [
    route(state, 'POST', '/v1/payment_intents', createOperation, (request, decline) =>
      create(state, request, decline),
    ),
    route(state, 'GET', '/v1/payment_intents/:id', 'lookup', (request) => {
      params.read(params.onlyExpand, request.query)
      return findIntent(state, request).object
    }),
    route(state, 'POST', '/v1/payment_intents/:id/confirm', 'authorize', (request, decline) => {
      const input = params.read(params.confirmIntent, request.body)
      const held = findIntent(state, request)
      const withKey = { ...held, idempotencyKey: keyOf(request) ?? held.idempotencyKey }
      return confirm(state, callerOf(request), withKey, input, decline)
    }),
    route(state, 'POST', '/v1/payment_intents/:id/capture', 'capture', (request, decline) =>
      capture(state, request, decline),
    ),
    route(state, 'POST', '/v1/payment_intents/:id/cancel', 'void', (request) =>
      cancel(state, request),
    ),
    route(
      state,
      'POST',
      '/v1/payment_intents/:id/increment_authorization',
      'increment',
      (request, decline) => increment(state, request, decline),
    ),
  ]
}

const createOperation = ({ body }: WireRequest) =>
  /(^|&)confirm=true(&|$)/.test(body) ? 'authorize' : 'create'

export const keyOf = ({ headers }: WireRequest) => headers['idempotency-key']

export function callerOf(request: WireRequest): Caller {
  return { account: accountOf(request), idempotencyKey: keyOf(request) }
}

function create(state: State, request: WireRequest, decline?: string): PaymentIntent {
  const input = params.read(params.createIntent, request.body)
  checkAmount(input.amount, input.currency)
  const caller = callerOf(request)
  const card = cardFor(state, caller.account, input)
  const made = newPaymentIntent(input, state.now())
  const object: PaymentIntent =
    card === undefined
      ? made
      : { ...made, status: 'requires_confirmation', payment_method: card.id }
  const held = { ...caller, object, ...(card && { card }) }
  state.intents.put(object.id, held)
  state.emit(caller, 'payment_intent.created', object)
  if (input.confirm !== true) return object
  return confirm(state, caller, held, { ...input, ...takenAlready }, decline)
}

const takenAlready = { payment_method: undefined, payment_method_data: undefined }

/** @throws {StripeError} 404 for an id of another account as for one that never was */
function findIntent(state: State, request: WireRequest): HeldIntent<PaymentIntent> {
  const { id = '' } = request.params
  const held = state.intents.get(id)
  if (held?.account !== accountOf(request)) throw noSuch('payment_intent', id, 'intent')
  return held
}

function capture(state: State, request: WireRequest, decline?: string): PaymentIntent {
  const input = params.read(params.captureIntent, request.body)
  const held = findIntent(state, request)
  const intent = held.object
  const charge = state.charges.get(intent.latest_charge ?? '')
  if (intent.status !== 'requires_capture' || charge === undefined || held.card === undefined) {
    return refuseState(intent, 'capture')
  }
  const amount = input.amount_to_capture ?? intent.amount_capturable
  if (amount > intent.amount_capturable) {
    throw new StripeError(
      400,
      'invalid_request_error',
      'The amount is greater than what is left to capture.',
      {
        code: 'amount_too_large',
        param: 'amount_to_capture',
      },
    )
  }
  if (decline !== undefined) throw refused(decline, intent)
  const caller = callerOf(request)
  const captured = charged(
    state,
    caller.account,
    { ...charge.object, captured: true, amount_captured: amount },
    held.card,
  )
  state.charges.put(captured.id, { ...charge, object: captured })
  const after = keepIntent(state, held, {
    amount_capturable: 0,
    amount_received: amount,
    metadata: { ...intent.metadata, ...input.metadata },
    status: 'succeeded',
  })
  note(state, request, 'capture', after, amount, input.metadata)
  state.emit(caller, 'charge.captured', captured)
  state.emit(caller, 'payment_intent.succeeded', after)
  expectDispute(state, caller.account, captured, held.card)
  return after
}

function cancel(state: State, request: WireRequest): PaymentIntent {
  const input = params.read(params.cancelIntent, request.body)
  const held = findIntent(state, request)
  const intent = held.object
  if (['succeeded', 'canceled'].includes(intent.status)) return refuseState(intent, 'cancel')
  const after = keepIntent(state, held, {
    amount_capturable: 0,
    canceled_at: state.now(),
    cancellation_reason: input.cancellation_reason ?? null,
    next_action: null,
    status: 'canceled',
  })
  noteIntent(state, held, after, 'canceled')
  note(state, request, 'void', after, intent.amount)
  state.emit(callerOf(request), 'payment_intent.canceled', after)
  return after
}

function increment(state: State, request: WireRequest, decline?: string): PaymentIntent {
  const input = params.read(params.incrementIntent, request.body)
  const held = findIntent(state, request)
  const intent = held.object
  const charge = state.charges.get(intent.latest_charge ?? '')
  if (intent.status !== 'requires_capture' || charge === undefined) {
    return refuseState(intent, 'increment')
  }
  checkAmount(input.amount, intent.currency)
  if (input.amount <= intent.amount) {
    throw new StripeError(400, 'invalid_request_error', 'The new amount must be greater.', {
      param: 'amount',
    })
  }
  if (decline !== undefined) throw refused(decline, intent)
  state.charges.put(charge.object.id, {
    ...charge,
    object: { ...charge.object, amount: input.amount },
  })
  const after = keepIntent(state, held, {
    amount: input.amount,
    amount_capturable: input.amount,
    metadata: { ...intent.metadata, ...input.metadata },
  })
  noteIntent(state, held, after, 'succeeded')
  note(state, request, 'increment', after, input.amount, input.metadata)
  state.emit(callerOf(request), 'payment_intent.amount_capturable_updated', after)
  return after
}

function refused(code: string, intent: PaymentIntent): StripeError {
  const { message, ...fields } = declineWords(code)
  return new StripeError(402, 'card_error', message, { ...fields, payment_intent: intent })
}

/** A line of the book for something done to an intent; its reference is what came with the ask. */
function note(
  state: State,
  request: WireRequest,
  kind: 'capture' | 'void' | 'increment',
  intent: PaymentIntent,
  amount: number,
  metadata: Readonly<Record<string, string>> = {},
): void {
  const idempotencyKey = keyOf(request)
  state.note({
    kind,
    account: accountOf(request),
    reference: kind === 'void' ? '' : referenceOf({ metadata }, kind),
    processorReference: intent.id,
    paymentReference: intent.id,
    amount,
    currency: intent.currency,
    status: 'succeeded',
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  })
}
