import { expect, test } from 'vitest'
import { testApi } from '../../../../test/api.ts'
import { stripeClient, stripeError } from '../../../../test/stripe.ts'

const api = await testApi()
const stripe = stripeClient(api)
const card = { amount: 2000, currency: 'usd', payment_method: 'pm_card_visa', confirm: true }

test('a card pays in one call, and the intent and its charge tell all of it', async () => {
  const intent = await stripe.paymentIntents.create({ ...card, expand: ['latest_charge'] })
  expect(intent).toMatchObject({ status: 'succeeded', amount_received: 2000 })
  expect(intent.latest_charge).toMatchObject({
    object: 'charge',
    status: 'succeeded',
    paid: true,
    captured: true,
    payment_intent: intent.id,
    outcome: { type: 'authorized', network_status: 'approved_by_network' },
    payment_method_details: {
      card: { brand: 'visa', last4: '4242', checks: { cvc_check: 'pass' } },
    },
  })
  expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
    id: intent.id,
    status: 'succeeded',
  })
})

test('an intent made without a method waits for one, and is confirmed with it', async () => {
  const waiting = await stripe.paymentIntents.create({ amount: 700, currency: 'eur' })
  expect(waiting).toMatchObject({ status: 'requires_payment_method', latest_charge: null })
  const paid = await stripe.paymentIntents.confirm(waiting.id, {
    payment_method: 'pm_card_mastercard',
  })
  expect(paid).toMatchObject({ status: 'succeeded' })
})

test('a browser confirms with the client_secret and sees only what it may', async () => {
  const { id, client_secret } = await stripe.paymentIntents.create({ amount: 900, currency: 'usd' })
  const browser = stripeClient(api, { key: api.keys.publishable })
  const secret = { client_secret: String(client_secret) }
  const confirm = { ...secret, payment_method: 'pm_card_visa' } as object
  const paid = await browser.paymentIntents.confirm(id, confirm)
  expect(paid).toMatchObject({ status: 'succeeded' })
  expect(paid).not.toHaveProperty('latest_charge')
  const refusal = await stripeError(
    browser.paymentIntents.retrieve(id, { client_secret: `${id}_secret_wrong` }),
  )
  expect(refusal).toMatchObject({ statusCode: 404, code: 'resource_missing' })
})

test('an unknown parameter is refused by name, and so is one that is not supported', async () => {
  const unknown = await stripeError(
    stripe.paymentIntents.create({ ...card, colour: 'red' } as never),
  )
  expect(unknown).toMatchObject({ code: 'parameter_unknown', param: 'colour' })
  const unsupported = await stripeError(
    stripe.paymentIntents.create({ ...card, confirmation_token: 'ctoken_1' }),
  )
  expect(unsupported).toMatchObject({ param: 'confirmation_token' })
  expect(unsupported.message).toContain('not supported')
})

test('an intent is paid with what older clients call a source, and with a token', async () => {
  const money = { amount: 1200, currency: 'usd', confirm: true }
  const card = { number: '4242424242424242', exp_month: 8, exp_year: 2031, cvc: '314' }
  const token = await stripe.tokens.create({ card } as never)
  for (const method of [
    { source: 'tok_visa' },
    { source: token.id },
    { payment_method_data: { type: 'card', card: { token: 'tok_mastercard' } } },
  ]) {
    const intent = await stripe.paymentIntents.create({ ...money, ...method } as never)
    expect(intent.status).toBe('succeeded')
  }
  const again = await stripeError(
    stripe.paymentIntents.create({ ...money, source: token.id } as never),
  )
  expect(again).toMatchObject({ statusCode: 400, code: 'token_already_used' })
  const both = await stripeError(
    stripe.paymentIntents.create({
      ...{ ...money, source: 'tok_visa', payment_method: 'pm_card_visa' },
    } as never),
  )
  expect(both.message).toContain('only one')
})

test('an intent keeps the card for the customer when it was told to', async () => {
  const { id: customer } = await stripe.customers.create({})
  await stripe.paymentIntents.create({ ...card, customer, setup_future_usage: 'off_session' })
  const kept = await stripe.customers.listPaymentMethods(customer)
  expect(kept.data).toMatchObject([{ customer, card: { last4: '4242' } }])
  const again = await stripe.paymentIntents.create({
    ...{ amount: 900, currency: 'usd', confirm: true, off_session: true, customer },
    payment_method: String(kept.data[0]?.id),
  })
  expect(again.status).toBe('succeeded')
})

test('clients of other times get the intents of their time', async () => {
  const make = (apiVersion: string) =>
    stripeClient(api, { apiVersion }).paymentIntents.create({ amount: 900, currency: 'usd' })
  expect(await make('2023-08-16')).toMatchObject({
    capture_method: 'automatic',
    automatic_payment_methods: { enabled: true },
  })
  expect(await make('2022-08-01')).toMatchObject({
    ...{ capture_method: 'automatic', automatic_payment_methods: null },
    payment_method_types: ['card'],
  })
  expect(await make('2026-10-28.endive')).toMatchObject({ capture_method: 'automatic_async' })
})
