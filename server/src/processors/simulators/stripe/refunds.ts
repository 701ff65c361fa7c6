import type { Route } from '../simulator.ts'
import type { WireRequest } from '../wire.ts'
import type { Charge } from './charge-object.ts'
import { accountOf } from './dialect.ts'
import { invalid, noSuch, StripeError } from './errors.ts'
import { callerOf, keyOf } from './intents.ts'
import { newRefund, type Refund } from './money-objects.ts'
import * as params from './params.ts'
import { route } from './route.ts'
import { type Held, referenceOf, type State } from './state.ts'

/** The refunds resource, except for lists. */
export function refundRoutes(state: State): Route[] {
  state.stage.timers.define<string>('settle_refund', (id) => settle(state, id))
  return [
    route(state, 'POST', '/v1/refunds', 'refund', (request, decline) =>
      create(state, request, decline),
    ),
    route(state, 'GET', '/v1/refunds/:id', 'lookup', (request) => {
      params.read(params.onlyExpand, request.query)
      return find(state, request).object
    }),
    route(state, 'POST', '/v1/refunds/:id/cancel', 'cancel_refund', (request) => {
      params.read(params.onlyExpand, request.body)
      const held = find(state, request)
      if (held.object.status !== 'pending') throw invalid('This refund cannot be canceled.')
      return giveBack(state, held, 'canceled', 'merchant_request')
    }),
  ]
}

function find(state: State, request: WireRequest): Held<Refund> {
  const { id = '' } = request.params
  const held = state.refunds.get(id)
  if (held?.account !== accountOf(request)) throw noSuch('refund', id, 'id')
  return held
}

function create(state: State, request: WireRequest, decline?: string): Refund {
  const input = params.read(params.createRefund, request.body)
  const caller = callerOf(request)
  const { charge, behaviour } = refundable(state, caller.account, input)
  const left = charge.amount_captured - charge.amount_refunded
  if (left === 0) {
    const message = `Charge ${charge.id} has already been refunded.`
    throw invalid(message, { code: 'charge_already_refunded' })
  }
  const amount = input.amount ?? left
  if (amount > left) {
    const message = `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`
    throw invalid(message, { param: 'amount' })
  }
  if (decline !== undefined) {
    throw new StripeError(400, 'invalid_request_error', 'The refund was refused.', {
      code: decline,
    })
  }
  const pending = behaviour === 'pending'
  const made = newRefund(charge, {
    ...input,
    amount,
    status: pending ? 'pending' : 'succeeded',
    created: state.now(),
  })
  const refund = {
    ...made,
    balance_transaction: state.balance(caller.account, {
      type: 'refund',
      reportingCategory: 'refund',
      amount: -amount,
      fee: 0,
      currency: charge.currency,
      source: made.id,
      availableAtOnce: true,
    }),
  }
  state.refunds.put(refund.id, { account: caller.account, object: refund })
  const after = refundedBy(charge, amount)
  state.charges.put(charge.id, { account: caller.account, object: after })
  note(state, { account: caller.account, object: refund }, keyOf(request))
  state.emit(caller, 'refund.created', refund)
  state.emit(caller, 'charge.refunded', after)
  if (behaviour !== undefined) {
    state.stage.timers.after(state.stage.laterMs, 'settle_refund', refund.id)
  }
  return refund
}

/** The captured charge that is to be refunded, and how its card's refunds go. */
function refundable(
  state: State,
  account: string,
  input: { readonly charge?: string | undefined; readonly payment_intent?: string | undefined },
) {
  const { charge: chargeId, payment_intent: intentId } = input
  if (chargeId === undefined && intentId === undefined) {
    throw invalid(
      'One of the following params should be provided for this request: payment_intent or charge.',
    )
  }
  const intent = intentId === undefined ? undefined : state.intents.get(intentId)
  if (intentId !== undefined && intent?.account !== account) {
    throw noSuch('payment_intent', intentId, 'payment_intent')
  }
  const id = chargeId ?? intent?.object.latest_charge ?? ''
  const charge = state.charges.get(id)
  if (chargeId !== undefined && charge?.account !== account) throw noSuch('charge', id, 'charge')
  if (charge === undefined || !charge.object.captured) {
    throw invalid('This PaymentIntent does not have a successful charge to refund.')
  }
  if (charge.object.disputed) {
    throw invalid('This charge is disputed.', { code: 'charge_disputed' })
  }
  const card = state.cards.get(charge.object.payment_method)
  return { charge: charge.object, behaviour: card?.object.behaviour.refund }
}

function refundedBy(charge: Charge, amount: number): Charge {
  const refunded = charge.amount_refunded + amount
  return { ...charge, amount_refunded: refunded, refunded: refunded === charge.amount_captured }
}

/** What becomes of a refund later: a pending one succeeds, one that succeeded comes back. */
function settle(state: State, id: string): void {
  const held = state.refunds.get(id)
  if (held === undefined) return
  if (held.object.status === 'pending') {
    const object: Refund = { ...held.object, status: 'succeeded' }
    state.refunds.put(id, { ...held, object })
    note(state, { ...held, object })
    state.emit(held, 'refund.updated', object)
    state.emit(held, 'charge.refund.updated', object)
  } else if (held.object.status === 'succeeded') {
    giveBack(state, held, 'failed', 'expired_or_canceled_card')
  }
}

/** A refund that did not reach the payer: the money is ours again. */
function giveBack(
  state: State,
  held: Held<Refund>,
  status: 'failed' | 'canceled',
  reason: string,
): Refund {
  const { account, object: refund } = held
  const transaction = state.balance(account, {
    type: 'refund_failure',
    reportingCategory: 'refund_failure',
    amount: refund.amount,
    fee: 0,
    currency: refund.currency,
    source: refund.id,
    availableAtOnce: true,
  })
  const object: Refund = {
    ...refund,
    status,
    failure_reason: reason,
    failure_balance_transaction: transaction,
  }
  state.refunds.put(refund.id, { account, object })
  const charge = state.charges.get(refund.charge)
  if (charge !== undefined) {
    state.charges.put(refund.charge, {
      ...charge,
      object: refundedBy(charge.object, -refund.amount),
    })
  }
  note(state, { account, object })
  state.emit(held, status === 'failed' ? 'refund.failed' : 'refund.updated', object)
  state.emit(held, 'charge.refund.updated', object)
  return object
}

function note(state: State, { account, object: refund }: Held<Refund>, key?: string): void {
  const idempotencyKey = key ?? state.book.get(`refund ${refund.id}`)?.idempotencyKey
  state.note({
    kind: 'refund',
    account,
    reference: referenceOf(refund),
    processorReference: refund.id,
    paymentReference: refund.payment_intent,
    amount: refund.amount,
    currency: refund.currency,
    status: refund.status,
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  })
}
