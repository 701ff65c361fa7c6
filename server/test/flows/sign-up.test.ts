import type Stripe from 'stripe'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApi, testApi } from '../api.ts'
import { openReceiver, type Receiver } from '../receiver.ts'
import { stripeClient, stripeError } from '../stripe.ts'

/*
 * From nothing to a merchant that is paid: an operator founds a PSP, the PSP opens an account at a processor
 * and signs up a merchant, the merchant takes a payment and hears of it. Each test goes on from the last.
 */

let api: TestApi
let shop: Receiver
let pspKey: string
let psp: Stripe
let processorAccount: string
let account: string
let merchant: Stripe
let endpoint: Stripe.WebhookEndpoint
let paid: Stripe.PaymentIntent
beforeAll(async () => {
  api = await testApi()
  shop = await openReceiver()
})
afterAll(() => shop.close())

const pay = (amount: number) =>
  merchant.paymentIntents.create({
    ...{ amount, currency: 'sek', payment_method: 'pm_card_visa', confirm: true },
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
  })

async function post(key: string, path: string, params: Record<string, unknown>) {
  const { status, body } = await api.ask('POST', path, { key, params })
  expect([status, body.error]).toEqual([200, undefined])
  return body
}

test('an operator founds a PSP, which opens an account at a processor', async () => {
  const founded = await post(api.operatorKey, '/v1/psps', { name: 'Nordbetalning', country: 'SE' })
  pspKey = founded.secret_key
  psp = stripeClient(api, { key: pspKey })
  const opened = await post(pspKey, '/v1/processor_accounts', {
    ...{ processor: 'stripe', name: 'Stripe', base_url: 'simulator:stripe' },
    credentials: { secret_key: 'sk_test_simulated', webhook_secret: 'whsec_simulated' },
  })
  processorAccount = opened.id
})

test('the PSP signs up a merchant and makes it a key', async () => {
  account = (await psp.accounts.create({ business_profile: { name: 'Kaffebaren' } })).id
  const { secret } = await post(pspKey, '/v1/api_keys', { account, name: 'shop' })
  merchant = stripeClient(api, { key: secret })
  expect((await merchant.accounts.retrieveCurrent()).id).toBe(account)
})

test('the merchant takes a payment and hears of it, signed', async () => {
  endpoint = await merchant.webhookEndpoints.create({
    url: shop.url,
    enabled_events: ['payment_intent.succeeded'],
  })
  paid = await pay(5_000)
  expect(paid.status).toBe('succeeded')
  await api.deliver()
  const [webhook] = shop.received
  const event = merchant.webhooks.constructEvent(
    webhook?.body ?? '',
    String(webhook?.headers['stripe-signature']),
    endpoint.secret ?? '',
  )
  expect([event.type, (event.data.object as Stripe.PaymentIntent).id]).toEqual([
    'payment_intent.succeeded',
    paid.id,
  ])
})

test('it hears of it again when it asks, by a secret that has been rolled', async () => {
  const [webhook] = shop.received
  const rolled = await merchant.rawRequest(
    'POST',
    `/v1/webhook_endpoints/${endpoint.id}/roll_secret`,
    { expires_at: 'now' },
  )
  await merchant.rawRequest('POST', `/v1/events/${webhook?.eventId}/retry`, {
    webhook_endpoint: endpoint.id,
  })
  await api.deliver()
  const again = shop.received[1]
  const check = (secret: unknown) =>
    merchant.webhooks.constructEvent(
      again?.body ?? '',
      String(again?.headers['stripe-signature']),
      String(secret),
    )
  expect(check((rolled as unknown as { secret: string }).secret).id).toBe(webhook?.eventId)
  expect(() => check(endpoint.secret)).toThrow('No signatures found')
})

test('its bookkeeper reads charges with a key for that, and refunds none', async () => {
  const { secret } = await post(pspKey, '/v1/api_keys', {
    ...{ account, type: 'restricted' },
    permissions: { charges: 'read' },
  })
  const bookkeeper = stripeClient(api, { key: secret })
  const { data } = await bookkeeper.charges.list()
  expect(data.map(({ amount }) => amount)).toEqual([5_000])
  const refund = bookkeeper.refunds.create({ payment_intent: paid.id, amount: 1 })
  expect((await stripeError(refund)).statusCode).toBe(403)
})

test('another PSP and its merchants see nothing of all this', async () => {
  const { tenant, secret } = await api.stranger()
  const key = await api.keyOf({ kind: 'psp', psp: tenant.psp, livemode: false })
  const theirs = stripeClient(api, { key })
  const options = { stripeAccount: account }
  expect((await stripeError(theirs.charges.list({}, options))).code).toBe('account_invalid')
  expect((await theirs.accounts.list()).data.map(({ id }) => id)).toEqual([tenant.merchant.id])
  const stranger = stripeClient(api, { key: secret })
  expect((await stripeError(stranger.paymentIntents.retrieve(paid.id))).code).toBe(
    'resource_missing',
  )
})

test('what was paid can be refunded after its processor account is disabled; no more is paid', async () => {
  await post(pspKey, `/v1/processor_accounts/${processorAccount}`, { status: 'disabled' })
  expect((await stripeError(pay(700))).message).toContain('No processor')
  const refund = await merchant.refunds.create({ payment_intent: paid.id, amount: 1_000 })
  expect(refund.status).toBe('succeeded')
  await post(pspKey, `/v1/processor_accounts/${processorAccount}`, { status: 'active' })
  expect((await pay(800)).status).toBe('succeeded')
})

test('a rejected merchant takes no payment, and gives back what it took', async () => {
  await psp.accounts.reject(account, { reason: 'fraud' })
  const refused = await stripeError(pay(900))
  expect(refused.message).toBe(`Account '${account}' was rejected and cannot take payments.`)
  const refund = await merchant.refunds.create({ payment_intent: paid.id, amount: 4_000 })
  expect(refund.status).toBe('succeeded')
})
