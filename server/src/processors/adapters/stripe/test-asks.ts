import { money } from '../../../kernel/index.ts'
import type { AdapterAccount, AuthorizeAsk, HttpResponse } from '../../adapter.ts'

/** For tests: an account with both secrets. */
export const account: AdapterAccount = {
  id: 'pa_1',
  credentials: { secret_key: 'sk_test_1', webhook_secret: 'whsec_1' },
}

/** For tests: an ordinary payment; `changes` make it another. */
export function payment(changes: Partial<AuthorizeAsk> = {}): AuthorizeAsk {
  return {
    reference: 'ch_1',
    idempotencyKey: 'key_1',
    amount: money(1_500, 'eur'),
    authentication: 'automatic',
    capture: 'automatic',
    card: { number: '4242424242424242', expMonth: 3, expYear: 2030, cvc: '737' },
    offSession: false,
    returnUrl: 'https://pay.example/return',
    saveForLater: false,
    ...changes,
  }
}

/** For tests: an intent as Stripe shows it, with what the reading relies on. */
export function intent(changes: Readonly<Record<string, unknown>> = {}) {
  return {
    object: 'payment_intent',
    id: 'pi_1',
    amount: 1_500,
    amount_capturable: 0,
    amount_received: 1_500,
    capture_method: 'automatic',
    currency: 'eur',
    last_payment_error: null,
    latest_charge: 'ch_theirs',
    metadata: { switchyard_reference: 'ch_1' },
    next_action: null,
    status: 'succeeded',
    ...changes,
  }
}

/** For tests: an answer with this body. */
export function response(body: unknown, status = 200): HttpResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { status, headers: { 'content-type': 'application/json' }, body: text }
}

/** For tests: an answer in Stripe's error envelope. */
export function refusal(status: number, error: Readonly<Record<string, unknown>>): HttpResponse {
  return response({ error: { type: 'invalid_request_error', ...error } }, status)
}
