import { describe, expect, test } from 'vitest'
import { money } from '../../../kernel/index.ts'
import { declineCodes } from '../../adapter.ts'
import { meaningOf } from './declines.ts'
import { stripe } from './index.ts'
import { account, intent, payment, refusal, response } from './test-asks.ts'

const authorize = (answer: ReturnType<typeof response>, changes = {}) =>
  stripe.authorize.response(answer, payment(changes), account)

describe('a payment intent', () => {
  test('that succeeded says what was received, checked and authenticated', () => {
    const card = {
      authorization_code: '123456',
      checks: {
        cvc_check: 'pass',
        address_line1_check: 'fail',
        address_postal_code_check: 'unavailable',
      },
      network_transaction_id: 'nti_1',
      three_d_secure: { result: 'authenticated' },
    }
    const latest_charge = { id: 'ch_theirs', payment_method_details: { card, type: 'card' } }
    expect(authorize(response(intent({ latest_charge })))).toEqual({
      outcome: 'approved',
      processorReference: 'pi_1',
      amount: money(1_500, 'eur'),
      reference: 'ch_1',
      checks: { cvc: 'pass', line1: 'fail', postalCode: 'unavailable' },
      authenticated: true,
      authorizationCode: '123456',
      networkTransactionId: 'nti_1',
    })
  })

  test('to be captured says what is held', () => {
    const held = { status: 'requires_capture', amount_capturable: 1_400, amount_received: 0 }
    expect(authorize(response(intent(held)))).toMatchObject({
      outcome: 'approved',
      amount: money(1_400, 'eur'),
    })
  })

  test('in a currency counted in hundredths comes back in whole units', () => {
    const isk = { currency: 'isk', amount_received: 150_000 }
    expect(authorize(response(intent(isk)))).toMatchObject({ amount: money(1_500, 'isk') })
  })

  test.each([
    ['processing', { status: 'processing' }, 'pending'],
    ['canceled', { status: 'canceled' }, 'declined'],
    ['waiting for a card without saying why', { status: 'requires_payment_method' }, 'unknown'],
    ['not confirmed', { status: 'requires_confirmation' }, 'unknown'],
    ['asking for something that is no redirect', { status: 'requires_action' }, 'unknown'],
    ['in a status nobody has heard of', { status: 'settled' }, 'unknown'],
    ['of half a cent', { amount_received: 0.5 }, 'unknown'],
    ['with an amount in text', { amount_received: '1500' }, 'unknown'],
    ['in a currency nobody has heard of', { currency: 'xyz' }, 'unknown'],
    ['in half a króna', { currency: 'isk', amount_received: 50 }, 'unknown'],
    ['that is something else', { object: 'refund' }, 'unknown'],
  ])('%s: %o is %s', (_name, changes, outcome) => {
    expect(authorize(response(intent(changes))).outcome).toBe(outcome)
  })
})

describe('errors', () => {
  test.each([
    ['a web page', response('<html>', 200)],
    ['half an object', response('{"object":"payment_intent","id":', 200)],
    ['nothing', response('', 200)],
    ['a redirect', response('', 302)],
    ['a 400 that is not Stripe’s', response('Bad Request', 400)],
    ['a key used for something else', refusal(400, { type: 'idempotency_error' })],
    ['a key in use', refusal(409, { code: 'idempotency_key_in_use' })],
    ['too many requests', refusal(429, { code: 'rate_limit' })],
    ['a failure', refusal(500, { type: 'api_error' })],
    ['an outage', response('upstream unavailable', 503)],
  ])('%s is unknown', (_name, answer) => {
    expect(authorize(answer).outcome).toBe('unknown')
  })

  test('a decline carries its code, its intent and the checks', () => {
    const error = {
      type: 'card_error',
      code: 'card_declined',
      decline_code: 'insufficient_funds',
      payment_intent: { id: 'pi_1' },
      payment_method: { card: { checks: { cvc_check: 'fail' } } },
    }
    expect(authorize(refusal(402, error))).toEqual({
      outcome: 'declined',
      declineCode: 'insufficient_funds',
      processorCode: 'insufficient_funds',
      retry: 'later',
      processorReference: 'pi_1',
      checks: { cvc: 'fail' },
    })
  })

  test('a wrong key is a refusal the first time and proves nothing about a repetition', () => {
    const answer = refusal(401, { message: 'Invalid API Key provided' })
    expect(authorize(answer)).toMatchObject({ outcome: 'declined', retry: 'elsewhere' })
    expect(authorize(answer, { repeat: true }).outcome).toBe('unknown')
  })

  test('a change refused for the state the intent is in is read from that intent', () => {
    const ask = {
      reference: 'cp_1',
      idempotencyKey: 'k',
      processorReference: 'pi_1',
      amount: money(900, 'eur'),
      final: true,
    }
    const read = (changes: Readonly<Record<string, unknown>>) => {
      const error = { code: 'payment_intent_unexpected_state', payment_intent: intent(changes) }
      return stripe.capture?.response(refusal(400, error), ask, account)
    }
    const ours = { metadata: { switchyard_capture: 'cp_1' }, amount_received: 900 }
    expect(read(ours)).toMatchObject({ outcome: 'approved', amount: money(900, 'eur') })
    expect(read({ metadata: { switchyard_capture: 'cp_2' } })?.outcome).toBe('declined')
    expect(read({ status: 'canceled' })).toMatchObject({ outcome: 'declined', retry: 'never' })
  })
})

describe('look-ups', () => {
  const ask = { kind: 'authorize' as const, reference: 'ch_1', askedAt: new Date() }
  const found = (data: unknown[], has_more = false) =>
    stripe.lookup?.response(response({ object: 'search_result', data, has_more }), ask, account)

  test('one intent is the answer, none is not found, two are for a person to see', () => {
    expect(found([intent()])).toMatchObject({ outcome: 'approved' })
    expect(found([])).toEqual({ outcome: 'not_found' })
    expect(found([intent(), intent({ id: 'pi_2' })])?.outcome).toBe('unknown')
  })

  test('a refund not on a page that is not the last is unknown', () => {
    const refunds = { ...ask, kind: 'refund' as const, paymentReference: 'pi_1' }
    const read = (has_more: boolean) =>
      stripe.lookup?.response(response({ data: [], has_more }), refunds, account)
    expect(read(false)).toEqual({ outcome: 'not_found' })
    expect(read(true)?.outcome).toBe('unknown')
  })

  test('a look-up that is refused proves nothing', () => {
    const read = (status: number) =>
      stripe.lookup?.response(refusal(status, {}), ask, account)?.outcome
    expect([400, 401, 403, 404, 429, 500].map(read)).toEqual(Array(6).fill('unknown'))
  })
})

describe('refunds', () => {
  const refund = { object: 'refund', id: 're_t', amount: 500, currency: 'eur' }
  const ask = {
    reference: 're_1',
    idempotencyKey: 'k',
    processorReference: 'pi_1',
    amount: money(500, 'eur'),
  }
  test.each([
    ['succeeded', 'approved'],
    ['pending', 'pending'],
    ['requires_action', 'pending'],
    ['failed', 'declined'],
    ['canceled', 'declined'],
    ['lost', 'unknown'],
  ])('%s is %s', (status, outcome) => {
    const answer = stripe.refund?.response(response({ ...refund, status }), ask, account)
    expect(answer?.outcome).toBe(outcome)
  })
})

describe('decline codes', () => {
  test('every canonical code is one Stripe can say', () => {
    const said = declineCodes.map((code) => meaningOf({ decline_code: code }).declineCode)
    expect(said).toEqual(declineCodes)
  })

  test('a code nobody has heard of is a plain decline another processor may try', () => {
    expect(meaningOf({ decline_code: 'moon_phase' })).toEqual({
      declineCode: 'generic_decline',
      processorCode: 'moon_phase',
      retry: 'elsewhere',
    })
    expect(meaningOf({ code: 'constructor' }).declineCode).toBe('generic_decline')
  })

  test('the network’s advice not to try again is heeded', () => {
    const refusal = { decline_code: 'do_not_honor', advice_code: 'do_not_try_again' }
    expect(meaningOf(refusal).retry).toBe('never')
  })
})
