import type { Route } from '../simulator.ts'
import type { WireAnswer, WireRequest } from '../wire.ts'
import { accountOf, answered } from './dialect.ts'
import { expectDispute } from './disputes.ts'
import { invalid, invalidMerchantAccount, json } from './errors.ts'
import { amountRequest, cancelRequest, checkAmount, read } from './params.ts'
import { type Modification, newReference, type Payment, type State, standing } from './state.ts'

type Kind = Modification['kind']

const verbs = {
  captures: 'capture',
  cancels: 'void',
  refunds: 'refund',
  amountUpdates: 'increment',
} as const satisfies Record<string, Kind>

const eventCodes = {
  capture: 'CAPTURE',
  void: 'CANCELLATION',
  refund: 'REFUND',
  increment: 'AUTHORISATION_ADJUSTMENT',
} as const satisfies Record<Kind, string>

/** Changes of an authorised payment: received now, decided a moment later, told by notification. */
export function modificationRoutes(state: State): Route[] {
  const { timers } = state.stage
  timers.define<string>('settle', (id) => settle(state, id))
  timers.define<string>('fail_refund', (id) => failRefund(state, id))
  return Object.entries(verbs).map(([verb, kind]) => ({
    method: 'POST',
    url: `/v71/payments/:payment/${verb}`,
    operation: kind,
    handle: (request, decline) => answered(() => receive(state, request, kind, decline)),
  }))
}

function receive(
  state: State,
  request: WireRequest,
  kind: Kind,
  decline: string | undefined,
): WireAnswer {
  const input = read(cancelRequest, request.body)
  const amount = kind === 'void' ? undefined : read(amountRequest, request.body).amount
  const payment = state.payments.get(request.params['payment'] ?? '')
  if (payment?.account !== accountOf(request)) {
    throw invalid('167', 'Original pspReference required for this operation')
  }
  if (payment.merchantAccount !== input.merchantAccount) throw invalidMerchantAccount()
  if (amount !== undefined) checkAmount(amount, 1)
  const { value, currency } = amount ?? payment
  const key = request.headers['idempotency-key']
  const modification: Modification = {
    pspReference: newReference(),
    kind,
    payment: payment.pspReference,
    reference: input.reference,
    ...(key !== undefined && { idempotencyKey: key }),
    value,
    currency,
    doomed: decline !== undefined,
    status: 'pending',
  }
  keep(state, payment, modification)
  return json(201, {
    merchantAccount: payment.merchantAccount,
    paymentPspReference: payment.pspReference,
    reference: input.reference,
    pspReference: modification.pspReference,
    status: 'received',
    ...(amount !== undefined && { amount }),
  })
}

/** The modification itself is written last: were we killed before, it was never received. */
function keep(state: State, payment: Payment, modification: Modification): void {
  const { pspReference } = modification
  const { timers, laterMs } = state.stage
  const slow = modification.kind === 'refund' && payment.card.behaviour.refund === 'pending'
  const modifications = [...payment.modifications, pspReference]
  state.payments.put(payment.pspReference, { ...payment, modifications })
  timers.after(slow ? laterMs : laterMs / 5, 'settle', pspReference)
  state.modifications.put(pspReference, modification)
}

/** Decides, once, and tells; a repetition after a kill only tells again. */
function settle(state: State, id: string): void {
  const found = state.modifications.get(id)
  const payment = found && state.payments.get(found.payment)
  if (found === undefined || payment === undefined) return
  const reason = found.status === 'pending' ? objection(state, payment, found) : undefined
  const failed = found.status === 'failed' || reason !== undefined
  const modification: Modification = { ...found, status: failed ? 'failed' : 'succeeded' }
  state.modifications.put(id, modification)
  if (!failed && found.status === 'pending') after(state, payment, modification)
  tell(state, payment, modification, {
    eventCode: eventCodes[modification.kind],
    success: !failed,
    ...(failed && { reason: reason ?? refusedByAcquirer }),
  })
}

const refusedByAcquirer = 'Transaction refused by the acquirer'
const insufficient = 'Insufficient balance on payment'

/** Why it cannot be done, if it cannot. */
function objection(state: State, payment: Payment, asked: Modification): string | undefined {
  const { open, authorised, captured, refunded } = standing(state, payment)
  if (asked.doomed) return refusedByAcquirer
  if (asked.currency !== payment.currency) return 'Currency does not match the payment'
  if (!open) return 'Transaction is not authorised'
  switch (asked.kind) {
    case 'capture':
      return captured > 0 || asked.value > authorised ? insufficient : undefined
    case 'refund':
      if (captured === 0) return "Transaction hasn't been captured, refund not possible"
      return refunded + asked.value > captured ? insufficient : undefined
    case 'void':
    case 'increment':
      return captured > 0 ? 'Transaction has already been captured' : undefined
  }
}

function after(state: State, payment: Payment, { kind, pspReference }: Modification): void {
  const { timers, laterMs } = state.stage
  if (kind === 'capture') expectDispute(state, payment)
  if (kind === 'refund' && payment.card.behaviour.refund === 'fails_later') {
    timers.after(laterMs, 'fail_refund', pspReference)
  }
}

/** A refund that had succeeded comes back from the scheme. */
function failRefund(state: State, id: string): void {
  const found = state.modifications.get(id)
  const payment = found && state.payments.get(found.payment)
  if (found === undefined || payment === undefined) return
  const refund: Modification = { ...found, status: 'failed' }
  state.modifications.put(id, refund)
  tell(state, payment, refund, { eventCode: 'REFUND_FAILED', reason: 'Refund Failed' })
}

function tell(
  state: State,
  payment: Payment,
  { pspReference, reference, value, currency }: Modification,
  news: { readonly eventCode: string; readonly success?: boolean; readonly reason?: string },
): void {
  state.notify(payment, {
    pspReference,
    originalReference: payment.pspReference,
    merchantReference: reference,
    value,
    currency,
    ...news,
  })
}
