import { randomInt } from 'node:crypto'
import { randomText } from '../../../kernel/index.ts'
import type { Route } from '../simulator.ts'
import { judge, type Situation } from '../test-cards.ts'
import type { WireAnswer, WireRequest } from '../wire.ts'
import { takeCard } from './card.ts'
import { accountOf, answered } from './dialect.ts'
import { expectDispute } from './disputes.ts'
import { invalid, json } from './errors.ts'
import { checkAmount, detailsRequest, type PaymentRequest, paymentRequest, read } from './params.ts'
import { provoked, type Refusal, refusalFor } from './refusals.ts'
import { newReference, type Outcome, type Payment, type State } from './state.ts'

/** The two endpoints a payment is made with. */
export function paymentRoutes(state: State): Route[] {
  return [
    {
      method: 'POST',
      url: '/v71/payments',
      operation: ({ body }) => (/"value": *0\b/.test(body) ? 'verify' : 'authorize'),
      handle: (request, decline) => answered(() => pay(state, request, decline)),
    },
    {
      method: 'POST',
      url: '/v71/payments/details',
      operation: 'complete',
      handle: (request, decline) => answered(() => complete(state, request, decline)),
    },
  ]
}

function pay(state: State, request: WireRequest, decline: string | undefined): WireAnswer {
  const input = read(paymentRequest, request.body)
  checkAmount(input.amount, 0)
  const card = takeCard(input, state.stage.clock.now())
  const key = request.headers['idempotency-key']
  const payment: Payment = {
    pspReference: newReference(),
    account: accountOf(request),
    merchantAccount: input.merchantAccount,
    reference: input.reference,
    ...(key !== undefined && { idempotencyKey: key }),
    value: input.amount.value,
    currency: input.amount.currency,
    automatic: input.additionalData['manualCapture'] !== 'true',
    card,
    saves: input.recurringProcessingModel !== undefined,
    returnUrl: input.returnUrl,
    outcome: { is: 'challenge' },
    modifications: [],
  }
  const forced = refusalForced(input, payment, decline)
  if (forced !== undefined) return conclude(state, payment, refused(forced))
  const offSession = input.shopperInteraction === 'ContAuth'
  const verdict = judge(card.behaviour, {
    kind: kindOf(payment),
    offSession,
    setUp: state.setUpCards.get(setUpKey(payment)) === true,
    authenticated: false,
    authenticationWanted: input.authenticationData.attemptAuthentication === 'always',
  })
  switch (verdict.verdict) {
    case 'approve':
      return conclude(state, payment, authorised(false))
    case 'decline':
      return conclude(state, payment, refused(refusalFor(verdict.code)))
    case 'challenge':
      return challenge(state, payment)
  }
}

/** What is refused whatever the issuer thinks: told so from outside, provoked by name, or expired. */
function refusalForced(
  input: PaymentRequest,
  { card }: Payment,
  decline: string | undefined,
): Refusal | undefined {
  if (decline !== undefined) return refusalFor(decline)
  if (card.expired) return refusalFor('expired_card')
  const { RequestedTestAcquirerResponseCode: responseCode } = input.additionalData
  return provoked(input.paymentMethod.holderName, responseCode)
}

/** Sends the payer to the issuer first; nothing is authorised until they are back. */
function challenge(state: State, payment: Payment): WireAnswer {
  state.payments.put(payment.pspReference, payment)
  const id = randomText(24)
  state.challenges.put(id, { payment: payment.pspReference })
  return json(200, {
    resultCode: 'RedirectShopper',
    pspReference: payment.pspReference,
    merchantReference: payment.reference,
    action: {
      paymentMethodType: 'scheme',
      url: `${state.stage.baseUrl()}/3d-secure/${id}`,
      method: 'GET',
      type: 'redirect',
    },
  })
}

/** The payer is back. Asking again tells the same: a payment is concluded once. */
function complete(state: State, request: WireRequest, decline: string | undefined): WireAnswer {
  const { redirectResult } = read(detailsRequest, request.body).details
  const held = state.challenges.get(redirectResult)
  const payment = held && state.payments.get(held.payment)
  if (held?.result === undefined || payment?.account !== accountOf(request)) {
    throw invalid('174', 'Unable to decrypt data')
  }
  if (payment.outcome.is !== 'challenge') return json(200, toResponse(payment))
  if (decline !== undefined) return conclude(state, payment, refused(refusalFor(decline)))
  if (held.result === 'fail') return conclude(state, payment, refused(refusalFor('11')))
  const verdict = judge(payment.card.behaviour, { ...afterChallenge, kind: kindOf(payment) })
  return conclude(
    state,
    payment,
    verdict.verdict === 'decline' ? refused(refusalFor(verdict.code)) : authorised(true),
  )
}

const afterChallenge = {
  offSession: false,
  setUp: false,
  authenticated: true,
  authenticationWanted: false,
}

const kindOf = ({ value }: Payment): Situation['kind'] => (value === 0 ? 'verify' : 'charge')
const setUpKey = ({ account, card }: Payment) => `${account}/${card.fingerprint}`
const refused = (refusal: Refusal): Outcome => ({ is: 'refused', refusal })
const authorised = (authenticated: boolean): Outcome => ({
  is: 'authorised',
  authenticated,
  authCode: String(randomInt(1_000_000)).padStart(6, '0'),
})

/** Writes the outcome down, tells it by notification, and answers. */
function conclude(state: State, open: Payment, outcome: Outcome): WireAnswer {
  const payment = { ...open, outcome }
  state.payments.put(payment.pspReference, payment)
  if (outcome.is === 'authorised') {
    if (outcome.authenticated && payment.saves) state.setUpCards.put(setUpKey(payment), true)
    if (payment.automatic) expectDispute(state, payment)
  }
  const { value, currency, reference, pspReference } = payment
  state.notify(payment, {
    eventCode: 'AUTHORISATION',
    pspReference,
    merchantReference: reference,
    value,
    currency,
    success: outcome.is === 'authorised',
    ...(outcome.is === 'refused'
      ? { reason: outcome.refusal.reason }
      : { operations: ['CANCEL', 'CAPTURE', 'REFUND'] }),
    additionalData: additionalData(payment),
  })
  return json(200, toResponse(payment))
}

function toResponse(payment: Payment) {
  const { pspReference, reference, outcome, value, currency, card } = payment
  return {
    additionalData: { ...additionalData(payment), cardPaymentMethod: card.brand },
    pspReference,
    ...(outcome.is === 'refused'
      ? {
          refusalReason: outcome.refusal.reason,
          refusalReasonCode: outcome.refusal.code,
          resultCode: outcome.refusal.resultCode,
        }
      : { resultCode: 'Authorised', amount: { currency, value } }),
    merchantReference: reference,
    paymentMethod: { brand: card.brand, type: 'scheme' },
  }
}

/** What a merchant account with everything switched on is shown. */
function additionalData({ card, outcome, pspReference }: Payment): Record<string, string> {
  return {
    cardSummary: card.summary,
    expiryDate: card.expiryDate,
    cvcResult: card.cvcResult,
    avsResult: card.avsResult,
    ...(outcome.is === 'authorised' && {
      authCode: outcome.authCode,
      networkTxReference: `NTX${pspReference}`,
      threeDAuthenticated: String(outcome.authenticated),
    }),
    ...(outcome.is === 'refused' && { refusalReasonRaw: outcome.refusal.raw }),
  }
}
