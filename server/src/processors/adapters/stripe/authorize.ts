import type {
  AdapterAccount,
  AuthorizeAsk,
  Card,
  CompleteAsk,
  HttpResponse,
  Operation,
  VerifyAsk,
} from '../../adapter.ts'
import { get, post, referenceKeys } from './account.ts'
import { toWire } from './amounts.ts'
import { paymentAnswer, verificationAnswer } from './answer.ts'
import { errorAnswer } from './errors.ts'
import { paymentIntent, setupIntent } from './objects.ts'
import { readAs } from './wire.ts'

const expand = ['latest_charge']
const expandSetup = ['payment_method']

/** @see https://docs.stripe.com/api/payment_intents/create */
export const authorize: Operation<AuthorizeAsk> = {
  request(ask, account) {
    return post(account, '/v1/payment_intents', ask.idempotencyKey, {
      amount: toWire(ask.amount),
      capture_method: ask.capture,
      confirm: true,
      currency: ask.amount.currency,
      description: ask.description,
      expand,
      metadata: { [referenceKeys.payment]: ask.reference },
      payment_method_data: cardData(ask.card, ask.payerEmail),
      payment_method_options: { card: { request_three_d_secure: ask.authentication } },
      payment_method_types: ['card'],
      statement_descriptor_suffix: ask.statementDescriptor,
      ...presence(ask),
    })
  },
  response: readPayment,
}

/** @see https://docs.stripe.com/api/setup_intents/create */
export const verify: Operation<VerifyAsk> = {
  request(ask, account) {
    return post(account, '/v1/setup_intents', ask.idempotencyKey, {
      confirm: true,
      expand: expandSetup,
      metadata: { [referenceKeys.payment]: ask.reference },
      payment_method_data: cardData(ask.card),
      payment_method_options: { card: { request_three_d_secure: ask.authentication } },
      payment_method_types: ['card'],
      return_url: ask.returnUrl,
      usage: 'off_session',
    })
  },
  response: readVerification,
}

/** The payer is back: whatever the browser says, Stripe says how it ended. */
export const complete: Operation<CompleteAsk> = {
  request: ({ processorReference: id }, account: AdapterAccount) =>
    isSetup(id)
      ? get(account, `/v1/setup_intents/${encodeURIComponent(id)}`, { expand: expandSetup })
      : get(account, `/v1/payment_intents/${encodeURIComponent(id)}`, { expand }),
  response: (response, { processorReference: id }) =>
    isSetup(id) ? readVerification(response, reading) : readPayment(response, reading),
}

/** Only read, so a refusal says nothing about what is read about. */
const reading = { repeat: true }

const isSetup = (id: string) => id.startsWith('seti_')

type Repeatable = Pick<AuthorizeAsk, 'repeat'>

function readPayment(response: HttpResponse, ask: Repeatable) {
  return response.status === 200
    ? readAs(paymentIntent, response, paymentAnswer)
    : errorAnswer(response, ask)
}

function readVerification(response: HttpResponse, ask: Repeatable) {
  return response.status === 200
    ? readAs(setupIntent, response, verificationAnswer)
    : errorAnswer(response, ask)
}

/** Stripe refuses to save a card for later while the payer is away, and then needs no page to return to. */
function presence({ offSession, saveForLater, returnUrl }: AuthorizeAsk) {
  if (offSession) return { off_session: true }
  return {
    return_url: returnUrl,
    setup_future_usage: saveForLater ? 'off_session' : undefined,
  }
}

function cardData(card: Card, email?: string) {
  const { address } = card
  return {
    type: 'card',
    card: {
      number: card.number,
      exp_month: card.expMonth,
      exp_year: card.expYear,
      cvc: card.cvc,
    },
    billing_details: {
      address: {
        country: address?.country,
        city: address?.city,
        line1: address?.line1,
        postal_code: address?.postalCode,
        state: address?.state,
      },
      email,
      name: card.holderName,
    },
  }
}
