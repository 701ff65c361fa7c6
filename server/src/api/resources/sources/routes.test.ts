import type Stripe from 'stripe'
import { beforeAll, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../../../test/api.ts'
import { stripeClient, stripeError } from '../../../../test/stripe.ts'

let api: TestApi
let stripe: Stripe

const card = { number: '4242424242424242', exp_month: '12', exp_year: '2050', cvc: '123' }

beforeAll(async () => {
  api = await testApi()
  stripe = stripeClient(api)
})

async function eventTypes(id: string): Promise<string[]> {
  const { data } = await stripe.events.list({ limit: 100 })
  return data
    .filter(({ data: { object } }) => 'id' in object && object.id === id)
    .map(({ type }) => type)
    .reverse()
}

describe('a token', () => {
  test('stands for a card, once', async () => {
    const token = await stripe.tokens.create({
      card: { ...card, name: 'Jenny', address_zip: '12345' },
    })
    expect(token).toMatchObject({
      object: 'token',
      type: 'card',
      used: false,
      card: { object: 'card', brand: 'Visa', last4: '4242', name: 'Jenny', address_zip: '12345' },
    })
    const method = await stripe.paymentMethods.create({ type: 'card', card: { token: token.id } })
    expect(method).toMatchObject({
      billing_details: { name: 'Jenny', address: { postal_code: '12345' } },
      card: { last4: '4242', exp_year: 2050, checks: { cvc_check: 'unchecked' } },
    })
    expect(await stripe.tokens.retrieve(token.id)).toMatchObject({ used: true })
    const again = stripe.paymentMethods.create({ type: 'card', card: { token: token.id } })
    expect(await stripeError(again)).toMatchObject({
      statusCode: 400,
      code: 'token_already_used',
      param: 'card[token]',
    })
  })

  test('that two want at once goes to one of them', async () => {
    const { id } = await stripe.tokens.create({ card })
    const users = await Promise.allSettled(
      [1, 2, 3, 4].map(() => stripe.customers.create({ source: id })),
    )
    const lost = users.flatMap((user) => (user.status === 'rejected' ? [user.reason.code] : []))
    expect(lost).toEqual(['token_already_used', 'token_already_used', 'token_already_used'])
  })

  test('pays an intent, and is used by that', async () => {
    const { id } = await stripe.tokens.create({ card })
    const payment_method_data = { type: 'card', card: { token: id } } as never
    const intent = { amount: 1000, currency: 'usd', payment_method_data, confirm: true }
    expect(await stripe.paymentIntents.create(intent)).toMatchObject({ status: 'succeeded' })
    expect(await stripeError(stripe.paymentIntents.create(intent))).toMatchObject({
      code: 'token_already_used',
    })
  })

  test('is made in a browser, which learns no fingerprint', async () => {
    const browser = stripeClient(api, { key: api.keys.publishable })
    const token = await browser.tokens.create({ card })
    expect(token.card).toMatchObject({ last4: '4242' })
    expect(token.card).not.toHaveProperty('fingerprint')
    expect(await browser.tokens.retrieve(token.id)).toMatchObject({ id: token.id })
  })

  test.each([
    ['bank_account', { country: 'US', currency: 'usd', account_number: '1' }],
    ['pii', { id_number: '1' }],
    ['account', { business_type: 'individual' }],
  ])('of a %s is refused by that name', async (param, value) => {
    const error = await stripeError(stripe.tokens.create({ card, [param]: value }))
    expect(error).toMatchObject({ statusCode: 400, param })
  })
})

describe("a customer's sources", () => {
  test('are cards in their old shape, the first of them the default', async () => {
    const customer = await stripe.customers.create({ source: 'tok_visa', expand: ['sources'] })
    const [first] = customer.sources?.data ?? []
    expect(first).toMatchObject({
      object: 'card',
      brand: 'Visa',
      customer: customer.id,
      cvc_check: 'pass',
      funding: 'credit',
    })
    expect(customer.default_source).toBe(first?.id)
    const second = await stripe.customers.createSource(customer.id, {
      source: 'tok_mastercard',
      metadata: { a: 'b' },
    })
    expect(second).toMatchObject({ object: 'card', brand: 'MasterCard', metadata: { a: 'b' } })
    expect(second.id).toMatch(/^card_/)
    expect(await eventTypes(second.id)).toEqual([
      'payment_method.attached',
      'customer.source.created',
    ])
    const listed = await stripe.customers.listSources(customer.id)
    expect(listed.data).toEqual([second, first])
    expect(await stripe.customers.retrieveSource(customer.id, second.id)).toEqual(second)
    const expanded = await stripe.customers.retrieve(customer.id, { expand: ['default_source'] })
    expect(expanded).toMatchObject({ default_source: { object: 'card', id: first?.id } })
  })

  test('are payment methods to everybody else', async () => {
    const customer = await stripe.customers.create({ source: 'tok_visa' })
    const id = String(customer.default_source)
    expect(await stripe.paymentMethods.retrieve(id)).toMatchObject({
      id,
      object: 'payment_method',
      customer: customer.id,
    })
    const { data } = await stripe.paymentMethods.list({ customer: customer.id })
    expect(data.map((method) => method.id)).toEqual([id])
    const paid = await stripe.paymentIntents.create({
      ...{ amount: 1000, currency: 'usd', customer: customer.id, payment_method: id },
      confirm: true,
    })
    expect(paid).toMatchObject({ status: 'succeeded', payment_method: id })
  })

  test('are given as card data too, changed, made the default and taken away', async () => {
    const { id } = await stripe.customers.create({ source: 'tok_visa' })
    const made = await stripe.customers.createSource(id, {
      source: { object: 'card', ...card, name: 'Old client' } as never,
    })
    const updated = await stripe.customers.updateSource(id, made.id, {
      exp_month: '3',
      address_city: 'Lund',
      metadata: { k: 'v' },
    })
    expect(updated).toMatchObject({ exp_month: 3, address_city: 'Lund', name: 'Old client' })
    const chosen = await stripe.customers.update(id, { default_source: made.id })
    expect(chosen.default_source).toBe(made.id)
    expect(await stripe.customers.deleteSource(id, made.id)).toEqual({
      id: made.id,
      object: 'card',
      deleted: true,
    })
    expect(await stripe.customers.retrieve(id)).toMatchObject({ default_source: null })
    const gone = stripe.customers.retrieveSource(id, made.id)
    expect(await stripeError(gone)).toMatchObject({ statusCode: 404, param: 'id' })
    expect(await eventTypes(made.id)).toContain('customer.source.deleted')
  })

  test('that are declined are not given', async () => {
    const { id } = await stripe.customers.create({})
    const declined = stripe.customers.createSource(id, { source: 'tok_chargeDeclined' })
    expect(await stripeError(declined)).toMatchObject({ statusCode: 402, code: 'card_declined' })
    expect((await stripe.customers.listSources(id)).data).toEqual([])
    const none = stripe.customers.createSource(id, { source: 'tok_none' })
    expect(await stripeError(none)).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      param: 'source',
    })
  })

  test('become the default when a customer is updated with one', async () => {
    const { id } = await stripe.customers.create({ source: 'tok_visa' })
    const updated = await stripe.customers.update(id, { source: 'tok_amex' })
    const { data } = await stripe.customers.listSources(id)
    expect(data).toHaveLength(2)
    expect(updated.default_source).toBe(data[0]?.id)
  })
})

describe('a source', () => {
  test('of a card is chargeable, and becomes a customer’s', async () => {
    const source = await stripe.sources.create({
      type: 'card',
      token: 'tok_visa',
      owner: { email: 'jenny@example.com' },
    })
    expect(source).toMatchObject({
      object: 'source',
      type: 'card',
      status: 'chargeable',
      usage: 'reusable',
      flow: 'none',
      card: { brand: 'Visa', last4: '4242' },
      owner: { email: 'jenny@example.com' },
    })
    expect(await stripe.sources.retrieve(source.id)).toEqual(source)
    const customer = await stripe.customers.create({ source: source.id })
    expect(customer.default_source).toBe(source.id)
    expect(await stripe.sources.update(source.id, { metadata: { a: 'b' } })).toMatchObject({
      metadata: { a: 'b' },
      customer: customer.id,
    })
  })

  test('of another type is refused', async () => {
    const other = stripe.sources.create({ type: 'ach_credit_transfer', currency: 'usd' })
    expect(await stripeError(other)).toMatchObject({ statusCode: 400, param: 'type' })
  })
})
