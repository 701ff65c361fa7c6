import { expect, test } from 'vitest'
import { testApi } from '../../../../test/api.ts'
import { openShop } from '../../../../test/shop.ts'
import { olderStripeClient, stripeClient, stripeError } from '../../../../test/stripe.ts'

const api = await testApi()
const shop = await openShop(api)
const { stripe } = shop
const base = { amount: 3000, currency: 'usd' }

test('a token is charged in one call, by the newest client and one of three years ago', async () => {
  const older = olderStripeClient(api, { key: shop.secret })
  for (const client of [stripe, older]) {
    const charge = await client.charges.create({ ...base, source: 'tok_visa', description: 'Tea' })
    expect(charge).toMatchObject({
      ...{ object: 'charge', status: 'succeeded', paid: true, captured: true, amount: 3000 },
      ...{ payment_intent: null, description: 'Tea' },
      source: { object: 'card', brand: 'Visa', last4: '4242' },
    })
    expect(await client.charges.retrieve(charge.id)).toMatchObject({ id: charge.id })
  }
})

test('the intent behind it is nobody’s to see', async () => {
  const charge = await stripe.charges.create({ ...base, source: 'tok_mastercard' })
  const [hidden] = await api.sql<{ intent_id: string }>(
    'select intent_id from attempts where id = $1',
    [charge.id],
  )
  const intents = await stripe.paymentIntents.list({ limit: 100 })
  expect(intents.data.map(({ id }) => id)).not.toContain(hidden?.intent_id)
  const found = await stripe.paymentIntents.search({ query: 'amount:3000' })
  expect(found.data).toEqual([])
  const missing = await stripeError(stripe.paymentIntents.retrieve(String(hidden?.intent_id)))
  expect(missing.statusCode).toBe(404)
  const events = await stripe.events.list({
    types: ['payment_intent.created', 'payment_intent.succeeded'],
  })
  expect(events.data).toEqual([])
  const told = await stripe.events.list({ type: 'charge.succeeded', limit: 1 })
  expect(told.data[0]?.data.object).toMatchObject({ id: charge.id, payment_intent: null })
})

test('a decline names the charge that failed and no intent', async () => {
  const refusal = await stripeError(
    stripe.charges.create({ ...base, source: 'tok_chargeDeclinedInsufficientFunds' }),
  )
  expect(refusal).toMatchObject({
    ...{ statusCode: 402, code: 'card_declined', decline_code: 'insufficient_funds' },
    payment_intent: undefined,
  })
  expect(await stripe.charges.retrieve(String(refusal.charge))).toMatchObject({
    ...{ status: 'failed', failure_code: 'card_declined', payment_intent: null },
  })
})

test('a card that wants to see its payer is declined: there is nobody to show a challenge to', async () => {
  const refusal = await stripeError(
    stripe.charges.create({ ...base, source: 'tok_threeDSecure2Required' }),
  )
  expect(refusal).toMatchObject({ statusCode: 402, code: 'authentication_required' })
})

test('a charge is held, captured in part once, and not twice', async () => {
  const held = await stripe.charges.create({ ...base, source: 'tok_visa', capture: false })
  expect(held).toMatchObject({ captured: false, paid: true, amount_captured: 0 })
  const tooMuch = await stripeError(stripe.charges.capture(held.id, { amount: 3001 }))
  expect(tooMuch).toMatchObject({ statusCode: 400, param: 'amount' })
  const captured = await stripe.charges.capture(held.id, { amount: 1000 })
  expect(captured).toMatchObject({ captured: true, amount_captured: 1000, amount_refunded: 2000 })
  const again = await stripeError(stripe.charges.capture(held.id))
  expect(again).toMatchObject({ statusCode: 400, code: 'charge_already_captured' })
  expect(again.payment_intent).toBeUndefined()
})

test('two racing captures of a charge make one', async () => {
  const held = await stripe.charges.create({ ...base, source: 'tok_visa', capture: false })
  const results = await Promise.allSettled([
    stripe.charges.capture(held.id),
    stripe.charges.capture(held.id),
  ])
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const loser = results.find((result) => result.status === 'rejected')
  expect(loser?.reason.payment_intent).toBeUndefined()
})

test('a customer pays with its own card, and one without cannot', async () => {
  const { id: customer } = await stripe.customers.create({ source: 'tok_visa' })
  const charge = await stripe.charges.create({ ...base, customer })
  expect(charge).toMatchObject({ customer, paid: true, source: { customer } })
  const { id: nobody } = await stripe.customers.create({})
  const refusal = await stripeError(stripe.charges.create({ ...base, customer: nobody }))
  expect(refusal).toMatchObject({ statusCode: 402, code: 'missing' })
  const neither = await stripeError(stripe.charges.create(base))
  expect(neither).toMatchObject({ statusCode: 400, code: 'parameter_missing' })
})

test('a charge is refunded under its own address, the oldest way too', async () => {
  const charge = await stripe.charges.create({ ...base, source: 'tok_visa' })
  const answer = await api.ask('POST', `/v1/charges/${charge.id}/refunds`, {
    ...{ key: shop.secret, params: { amount: '500' } },
  })
  expect(answer.body).toMatchObject({ object: 'refund', amount: 500, charge: charge.id })
  expect(answer.body.payment_intent).toBeNull()
  const oldest = await api.ask('POST', `/v1/charges/${charge.id}/refund`, {
    ...{ key: shop.secret, params: { amount: '700' } },
    headers: { 'stripe-version': '2020-08-27', 'idempotency-key': 'oldest way' },
  })
  expect(oldest.body).toMatchObject({
    ...{ object: 'charge', amount_refunded: 1200, refunded: false },
    refunds: { total_count: 2, data: [{ amount: 700, status: 'succeeded' }, { amount: 500 }] },
  })
  const list = await api.ask('GET', `/v1/charges/${charge.id}/refunds`, { key: shop.secret })
  expect(list.body.data.map(({ amount }: { amount: number }) => amount)).toEqual([700, 500])
})

test('versions before 2022-11-15 find charges in an intent and refunds in a charge', async () => {
  const old = stripeClient(api, { key: shop.secret, apiVersion: '2022-08-01' })
  const declined = await stripeError(
    old.paymentIntents.create({ ...base, payment_method: 'pm_card_chargeDeclined', confirm: true }),
  )
  const id = String(declined.payment_intent?.id)
  const paid = await old.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' })
  expect(paid).toMatchObject({
    charges: { object: 'list', total_count: 2, data: [{ paid: true }, { paid: false }] },
  })
  await old.refunds.create({ payment_intent: id, amount: 100 })
  expect(await old.paymentIntents.retrieve(id)).toMatchObject({
    charges: { data: [{ refunds: { data: [{ amount: 100, status: 'succeeded' }] } }, {}] },
  })
  expect(await stripe.paymentIntents.retrieve(id)).not.toHaveProperty('charges')
})
