import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodeForm } from '../../../kernel/index.ts'
import {
  type Official,
  officialDocument,
  officialDocumentIsHere,
} from '../../adapters/stripe/official.ts'
import { type RunningSimulators, startSimulators } from '../index.ts'

describe.skipIf(!officialDocumentIsHere)('Stripe’s own document describes our answers', () => {
  let official: Official
  let running: RunningSimulators
  beforeAll(async () => {
    official = officialDocument()
    running = await startSimulators({ port: 0, laterMs: 0 })
  })
  afterAll(() => running.close())

  async function call(method: 'GET' | 'POST', path: string, form: object = {}): Promise<Answered> {
    const response = await fetch(`${running.url}/stripe${path}`, {
      method,
      headers: { authorization: 'Bearer sk_test_1' },
      ...(method === 'POST' && { body: encodeForm({ ...form }) }),
    })
    return (await response.json()) as Answered
  }
  const pay = (number: string, changes: object = {}) =>
    call('POST', '/v1/payment_intents', {
      amount: 2_000,
      currency: 'usd',
      confirm: true,
      payment_method_data: { type: 'card', card: { number, exp_month: 3, exp_year: 2030 } },
      return_url: 'https://shop.example/',
      ...changes,
    })
  const one = async (path: string) => (await call('GET', path)).data?.[0] ?? ({} as Answered)

  test.each([
    ['a payment', () => pay('4242424242424242', { expand: ['latest_charge', 'payment_method'] })],
    ['a held one', () => pay('4242424242424242', { capture_method: 'manual' })],
    ['a challenged one', () => pay('4000000000003220')],
    ['one not confirmed', () => pay('4242424242424242', { confirm: false })],
  ])('%s is a payment intent', async (_name, make) => {
    expect(official.answer('payment_intent', await make())).toEqual([])
  })

  test('a decline is an error, with an intent and a charge that are whole', async () => {
    const declined = await pay('4000000000009995')
    expect(official.answer('error', declined)).toEqual([])
    expect(official.answer('payment_intent', declined.error?.payment_intent)).toEqual([])
    expect(official.answer('charge', await one('/v1/charges'))).toEqual([])
  })

  test('every other object is what it says it is', async () => {
    const { id } = await pay('4000000000000259')
    const refunded = await pay('4242424242424242')
    const refund = await call('POST', '/v1/refunds', { payment_intent: refunded.id })
    const setup = await call('POST', '/v1/setup_intents', {
      confirm: true,
      payment_method: 'pm_card_visa',
    })
    await expect.poll(async () => (await one('/v1/disputes')).payment_intent).toBe(id)
    const method = await call('GET', `/v1/payment_methods/${setup.payment_method}`)
    const checked = {
      refund,
      setup_intent: setup,
      payment_method: method,
      charge: await one('/v1/charges'),
      dispute: await one('/v1/disputes'),
      balance_transaction: await one('/v1/balance_transactions'),
      event: await one('/v1/events'),
    }
    for (const [schema, object] of Object.entries(checked)) {
      expect(official.answer(schema, object), schema).toEqual([])
      expect(object.object).toBe(schema)
    }
  })

  test('and would not describe a wrong one', async () => {
    const intent = await pay('4242424242424242')
    expect(official.answer('payment_intent', { ...intent, status: 'paid' })).not.toEqual([])
    expect(official.answer('payment_intent', { ...intent, amount: '2000' })).not.toEqual([])
  })
})

/** As much of an answer as these tests look into. */
interface Answered {
  readonly id?: string
  readonly object?: string
  readonly payment_intent?: unknown
  readonly payment_method?: string
  readonly error?: { readonly payment_intent: unknown }
  readonly data?: readonly Answered[]
}
