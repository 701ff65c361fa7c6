import { describe, expect, test } from 'vitest'
import { decodeForm, money } from '../../../kernel/index.ts'
import { stripe } from './index.ts'
import { officialDocument, officialDocumentIsHere } from './official.ts'
import { account, payment } from './test-asks.ts'

const form = (request: { readonly body?: string }) => decodeForm(request.body ?? '')

describe('requests', () => {
  test('a payment is one confirmed intent that carries our reference and key', () => {
    const request = stripe.authorize.request(payment(), account)
    expect(request).toMatchObject({ method: 'POST', path: '/v1/payment_intents' })
    expect(request.headers).toMatchObject({
      authorization: 'Bearer sk_test_1',
      'idempotency-key': 'key_1',
    })
    expect(form(request)).toMatchObject({
      amount: '1500',
      capture_method: 'automatic',
      confirm: 'true',
      currency: 'eur',
      metadata: { switchyard_reference: 'ch_1' },
      payment_method_data: { card: { number: '4242424242424242', cvc: '737' } },
      return_url: 'https://pay.example/return',
    })
  })

  test('a repetition is the same request to the byte', () => {
    const repeated = stripe.authorize.request(payment({ repeat: true }), account)
    expect(repeated).toEqual(stripe.authorize.request(payment(), account))
  })

  test('with the payer away there is no page to return to and nothing is saved', () => {
    const request = form(
      stripe.authorize.request(payment({ offSession: true, saveForLater: true }), account),
    )
    expect(request).toMatchObject({ off_session: 'true' })
    expect(request).not.toHaveProperty('return_url')
    expect(request).not.toHaveProperty('setup_future_usage')
  })

  test.each([
    ['jpy', 500, '500'],
    ['eur', 500, '500'],
    ['kwd', 500, '500'],
    ['isk', 500, '50000'],
    ['ugx', 500, '50000'],
  ])('%s %i is sent as %s', (currency, amount, sent) => {
    const ask = payment({ amount: money(amount, currency) })
    expect(form(stripe.authorize.request(ask, account))['amount']).toBe(sent)
  })

  test('an id never leaves its place in the path', () => {
    const ask = { reference: 'vd_1', idempotencyKey: 'k', processorReference: '../refunds?x' }
    expect(stripe.void?.request(ask, account).path).toBe(
      '/v1/payment_intents/..%2Frefunds%3Fx/cancel',
    )
  })
})

describe('credentials', () => {
  test.each([
    [{}, ['secret_key']],
    [{ secret_key: 'pk_test_1' }, ['secret_key']],
    [{ secret_key: 'sk_test_1', webhook_secret: 'secret' }, ['webhook_secret']],
    [{ secret_key: 'rk_live_1' }, []],
    [{ secret_key: 'sk_test_1', webhook_secret: 'whsec_1' }, []],
  ])('%o: wrong is %o', (credentials, fields) => {
    const problems = stripe.checkCredentials(credentials as Record<string, string>)
    expect(problems.map((problem) => problem.split(':')[0])).toEqual(fields)
  })
})

describe.skipIf(!officialDocumentIsHere)('Stripe’s own document', () => {
  const official = officialDocumentIsHere ? officialDocument() : undefined
  const common = { reference: 'x_1', idempotencyKey: 'k', processorReference: 'pi_1' }
  const amount = money(900, 'eur')
  const full = payment({
    card: {
      number: '4242424242424242',
      expMonth: 3,
      expYear: 2030,
      cvc: '737',
      holderName: 'Jane Payer',
      address: { line1: 'Main Street 1', city: 'Lund', postalCode: '22222', country: 'SE' },
    },
    description: 'Order 1',
    payerEmail: 'jane@example.com',
    saveForLater: true,
    statementDescriptor: 'ORDER 1',
  })
  /** The document has raw cards where payment methods are made, and leaves them out of intents. */
  const withoutCard = (body: string) =>
    body
      .split('&')
      .filter((pair) => !pair.startsWith('payment_method_data[card]'))
      .map((pair) =>
        pair === 'payment_method_data[type]=card' ? `${pair.slice(0, -4)}link` : pair,
      )
      .join('&')

  const path = '/v1/payment_intents/{intent}'
  test.each([
    ['/v1/payment_intents', stripe.authorize.request(full, account)],
    ['/v1/payment_intents', stripe.authorize.request(payment({ offSession: true }), account)],
    ['/v1/setup_intents', stripe.verify?.request({ ...full, currency: 'eur' }, account)],
    [`${path}/capture`, stripe.capture?.request({ ...common, amount, final: true }, account)],
    [`${path}/cancel`, stripe.void?.request(common, account)],
    [`${path}/increment_authorization`, stripe.increment?.request({ ...common, amount }, account)],
    ['/v1/refunds', stripe.refund?.request({ ...common, amount, reason: 'duplicate' }, account)],
    [
      '/v1/disputes/{dispute}',
      stripe.submitEvidence?.request(
        { ...common, evidence: { uncategorized_text: 'It was delivered.' } },
        account,
      ),
    ],
    ['/v1/disputes/{dispute}/close', stripe.acceptDispute?.request(common, account)],
  ])('knows every parameter we send to %s', (path, request) => {
    const body = withoutCard(request?.body ?? '')
    expect(official?.request(path, 'post', body)).toEqual([])
  })

  test('knows the card as we send it', () => {
    const { body = '' } = stripe.authorize.request(full, account)
    const card = new URLSearchParams(body)
    const method = [...card]
      .filter(([name]) => name.startsWith('payment_method_data['))
      .map(([name, value]) => [name.replace(/^payment_method_data\[(\w+)\]/, '$1'), value])
      .map((pair) => pair.map((part) => encodeURIComponent(part ?? '')).join('='))
    expect(official?.request('/v1/payment_methods', 'post', method.join('&'))).toEqual([])
  })

  const lookup = { reference: 'x_1', paymentReference: 'pi_1', askedAt: new Date() }
  test.each([
    ['/v1/payment_intents/search', { ...lookup, kind: 'authorize' as const }],
    ['/v1/setup_intents', { ...lookup, kind: 'verify' as const }],
    ['/v1/refunds', { ...lookup, kind: 'refund' as const }],
    [path, { ...lookup, kind: 'capture' as const }],
    [path, { ...lookup, kind: 'authorize' as const, processorReference: 'pi_1' }],
  ])('knows every parameter we look up with at %s', (path, ask) => {
    const [, query = ''] = stripe.lookup?.request(ask, account).path.split('?') ?? []
    expect(official?.request(path, 'get', query)).toEqual([])
  })

  test('would say so if it did not know one', () => {
    expect(official?.request('/v1/refunds', 'post', 'amount=5&colour=red')).not.toEqual([])
    expect(official?.request('/v1/refunds', 'post', 'amount=five')).not.toEqual([])
    expect(official?.request('/v1/refunds', 'get', 'colour=red')).toEqual(['unknown colour'])
  })
})
