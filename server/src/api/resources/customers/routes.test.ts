import type Stripe from 'stripe'
import { beforeAll, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../../../test/api.ts'
import { stripeClient, stripeError } from '../../../../test/stripe.ts'

let api: TestApi
let stripe: Stripe

beforeAll(async () => {
  api = await testApi()
  stripe = stripeClient(api)
})

/** The events about an object, oldest first. */
async function eventsOf(id: string): Promise<Stripe.Event[]> {
  const { data } = await stripe.events.list({ limit: 100 })
  return data.filter(({ data: { object } }) => 'id' in object && object.id === id).reverse()
}

describe('a customer', () => {
  test('is created with all that is known about it, and told of', async () => {
    const customer = await stripe.customers.create({
      address: { city: 'Malmö', country: 'SE', line1: 'Storgatan 1', postal_code: '211 34' },
      description: 'a friend',
      email: 'jenny@example.com',
      invoice_prefix: 'JENNY',
      invoice_settings: { custom_fields: [{ name: 'PO', value: '7' }], footer: 'Thanks' },
      metadata: { order: '6735' },
      name: 'Jenny Rosén',
      phone: '+46701234567',
      preferred_locales: ['sv', 'en'],
      shipping: { name: 'Jenny', address: { line1: 'Lilla gatan 2' } },
      tax_exempt: 'reverse',
    })
    expect(customer).toMatchObject({
      object: 'customer',
      address: { city: 'Malmö', line2: null, state: null },
      balance: 0,
      currency: null,
      default_source: null,
      email: 'jenny@example.com',
      invoice_prefix: 'JENNY',
      invoice_settings: {
        custom_fields: [{ name: 'PO', value: '7' }],
        default_payment_method: null,
        footer: 'Thanks',
      },
      livemode: false,
      metadata: { order: '6735' },
      shipping: { address: { line1: 'Lilla gatan 2', city: null }, phone: null },
      tax_exempt: 'reverse',
    })
    expect(await stripe.customers.retrieve(customer.id)).toEqual(customer)
    const [created] = await eventsOf(customer.id)
    expect(created).toMatchObject({ type: 'customer.created', data: { object: customer } })
  })

  test('is changed where something is said, and the event tells what was before', async () => {
    const { id } = await stripe.customers.create({
      name: 'Before',
      email: 'a@example.com',
      metadata: { a: '1', b: '2' },
      address: { city: 'Lund', country: 'SE' },
    })
    const customer = await stripe.customers.update(id, {
      name: 'After',
      metadata: { a: '', c: '3' },
      address: { city: 'Ystad' },
    })
    expect(customer).toMatchObject({
      name: 'After',
      email: 'a@example.com',
      metadata: { b: '2', c: '3' },
      address: { city: 'Ystad', country: 'SE' },
    })
    const events = await eventsOf(id)
    expect(events.map(({ type }) => type)).toEqual(['customer.created', 'customer.updated'])
    expect(events[1]?.data.previous_attributes).toEqual({
      name: 'Before',
      metadata: { a: '1', c: null },
      address: { city: 'Lund' },
    })
  })

  test('that is deleted leaves a stub, loses its cards, and can be named in nothing new', async () => {
    const { id } = await stripe.customers.create({ payment_method: 'pm_card_visa' })
    const { data } = await stripe.paymentMethods.list({ customer: id })
    const [card] = data
    expect(await stripe.customers.del(id)).toEqual({ id, object: 'customer', deleted: true })
    expect(await stripe.customers.retrieve(id)).toMatchObject({ id, deleted: true })
    expect(await stripe.paymentMethods.retrieve(card?.id ?? '')).toMatchObject({ customer: null })
    expect(await stripeError(stripe.customers.update(id, { name: 'x' }))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      param: 'id',
    })
    const page = await stripe.customers.list({ limit: 100 })
    expect(page.data.map((customer) => customer.id)).not.toContain(id)
    expect((await eventsOf(id)).at(-1)).toMatchObject({
      type: 'customer.deleted',
      data: { object: { id, object: 'customer', email: null } },
    })
  })

  test('that nobody has is missing', async () => {
    expect(await stripeError(stripe.customers.retrieve('cus_nobody'))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      param: 'id',
      message: "No such customer: 'cus_nobody'",
    })
  })

  test.each([
    [{ email: 'nobody' }, 'email', 'email_invalid'],
    [{ cash_balance: { settings: { reconciliation_mode: 'manual' } } }, 'cash_balance', undefined],
    [{ test_clock: 'clock_1' }, 'test_clock', undefined],
    [{ coupon: 'SUMMER' }, 'coupon', undefined],
    [{ colour: 'red' }, 'colour', 'parameter_unknown'],
    [{ invoice_prefix: 'no' }, 'invoice_prefix', undefined],
    [{ tax_id_data: [{ type: 'us_ein', value: '12' }] }, 'tax_id_data[0][value]', 'tax_id_invalid'],
    [{ payment_method: 'pm_none' }, 'payment_method', 'resource_missing'],
    [
      { invoice_settings: { default_payment_method: 'pm_none' } },
      'invoice_settings[default_payment_method]',
      'resource_missing',
    ],
  ])('is refused with %j, naming %s', async (params, param, code) => {
    const error = await stripeError(stripe.customers.create(params as Stripe.CustomerCreateParams))
    expect(error).toMatchObject({ statusCode: 400, type: 'StripeInvalidRequestError', param })
    expect(error.code).toBe(code)
  })
})

describe('lists of customers', () => {
  test('are narrowed by e-mail, and searched by what is known', async () => {
    const email = 'searched@example.com'
    const one = await stripe.customers.create({ email, name: 'Searched One', metadata: { k: 'v' } })
    const two = await stripe.customers.create({ email, name: 'Searched Two' })
    const { data } = await stripe.customers.list({ email })
    expect(data.map(({ id }) => id)).toEqual([two.id, one.id])
    const found = await stripe.customers.search({ query: `name~"searched" AND metadata["k"]:"v"` })
    expect(found.data.map(({ id }) => id)).toEqual([one.id])
    await stripe.customers.del(one.id)
    const after = await stripe.customers.search({ query: `email:"${email}"` })
    expect(after.data.map(({ id }) => id)).toEqual([two.id])
  })
})

describe('the balance of a customer', () => {
  test('is the sum of its movements', async () => {
    const { id } = await stripe.customers.create({ balance: -500 })
    const movement = await stripe.customers.createBalanceTransaction(id, {
      amount: 200,
      currency: 'usd',
      description: 'a fee',
      metadata: { why: 'late' },
    })
    expect(movement).toMatchObject({
      object: 'customer_balance_transaction',
      amount: 200,
      ending_balance: -300,
      customer: id,
      type: 'adjustment',
    })
    await stripe.customers.update(id, { balance: 0 })
    expect(await stripe.customers.retrieve(id)).toMatchObject({ balance: 0, currency: 'usd' })
    const { data } = await stripe.customers.listBalanceTransactions(id)
    expect(data.map(({ amount, type }) => [amount, type])).toEqual([
      [300, 'adjustment'],
      [200, 'adjustment'],
      [-500, 'initial'],
    ])
    const described = await stripe.customers.updateBalanceTransaction(id, movement.id, {
      description: 'another fee',
    })
    expect(described).toEqual({ ...movement, description: 'another fee' })
    expect(await stripe.customers.retrieveBalanceTransaction(id, movement.id)).toEqual(described)
  })

  test('loses no amount to movements that race', async () => {
    const { id } = await stripe.customers.create({})
    const amounts = Array.from({ length: 20 }, (_, index) => index + 1)
    const made = await Promise.all(
      amounts.map((amount) =>
        stripe.customers.createBalanceTransaction(id, { amount, currency: 'usd' }),
      ),
    )
    expect(await stripe.customers.retrieve(id)).toMatchObject({ balance: 210 })
    const endings = made.map(({ ending_balance }) => ending_balance)
    expect(new Set(endings).size).toBe(20)
    expect(Math.max(...endings)).toBe(210)
  })

  test('has one currency', async () => {
    const { id } = await stripe.customers.create({ balance: 100 })
    const other = stripe.customers.createBalanceTransaction(id, { amount: 1, currency: 'eur' })
    expect(await stripeError(other)).toMatchObject({ statusCode: 400, param: 'currency' })
  })
})

describe('tax ids', () => {
  test('come and go with their customer', async () => {
    const customer = await stripe.customers.create({
      tax_id_data: [{ type: 'eu_vat', value: 'DE123456789' }],
      expand: ['tax_ids'],
    })
    expect(customer.tax_ids?.data).toMatchObject([
      { object: 'tax_id', country: 'DE', type: 'eu_vat', owner: { customer: customer.id } },
    ])
    const ein = await stripe.customers.createTaxId(customer.id, {
      type: 'us_ein',
      value: '12-3456789',
    })
    expect(await stripe.customers.retrieveTaxId(customer.id, ein.id)).toEqual(ein)
    expect((await stripe.customers.listTaxIds(customer.id)).data).toHaveLength(2)
    await stripe.customers.deleteTaxId(customer.id, ein.id)
    expect((await stripe.customers.listTaxIds(customer.id)).data).toHaveLength(1)
    expect(await stripeError(stripe.taxIds.retrieve(ein.id))).toMatchObject({ statusCode: 404 })
    expect((await eventsOf(ein.id)).map(({ type }) => type)).toEqual([
      'customer.tax_id.created',
      'customer.tax_id.deleted',
    ])
  })

  test("of the account itself stand apart from customers'", async () => {
    const own = await stripe.taxIds.create({ type: 'gb_vat', value: 'GB123456789' })
    expect(own).toMatchObject({ country: 'GB', customer: null, owner: { type: 'self' } })
    expect((await stripe.taxIds.list()).data).toEqual([own])
    expect(await stripe.taxIds.del(own.id)).toMatchObject({ deleted: true })
    expect((await stripe.taxIds.list()).data).toEqual([])
  })

  test('that look wrong are told what one looks like', async () => {
    const { id } = await stripe.customers.create({})
    const wrong = stripe.customers.createTaxId(id, { type: 'eu_vat', value: 'SE12' })
    expect(await stripeError(wrong)).toMatchObject({
      code: 'tax_id_invalid',
      param: 'value',
      message: 'Invalid value for eu_vat of SE. It should look like SE123456789012.',
    })
  })
})
