import type Stripe from 'stripe'
import { beforeAll, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../../../test/api.ts'
import { stripeClient, stripeError } from '../../../../test/stripe.ts'

let api: TestApi
let stripe: Stripe
let customer: string

const card = { number: '4242424242424242', exp_month: 12, exp_year: 2050, cvc: '123' }

beforeAll(async () => {
  api = await testApi()
  stripe = stripeClient(api)
  customer = (await stripe.customers.create({ name: 'Card holder' })).id
})

async function eventsOf(id: string): Promise<Stripe.Event[]> {
  const { data } = await stripe.events.list({ limit: 100 })
  return data.filter(({ data: { object } }) => 'id' in object && object.id === id).reverse()
}

describe('a payment method', () => {
  test('is made of a card, shows no more of it than it may, and is unchecked until it is used', async () => {
    const method = await stripe.paymentMethods.create({
      type: 'card',
      card,
      billing_details: { name: 'Jenny', address: { line1: 'Here 1', postal_code: '12345' } },
      metadata: { order: '1' },
    })
    expect(method).toMatchObject({
      object: 'payment_method',
      allow_redisplay: 'unspecified',
      billing_details: { name: 'Jenny', email: null, address: { line1: 'Here 1', city: null } },
      card: {
        brand: 'visa',
        checks: {
          address_line1_check: 'unchecked',
          address_postal_code_check: 'unchecked',
          cvc_check: 'unchecked',
        },
        country: 'US',
        display_brand: 'visa',
        exp_month: 12,
        exp_year: 2050,
        funding: 'credit',
        last4: '4242',
        networks: { available: ['visa'], preferred: null },
      },
      customer: null,
      metadata: { order: '1' },
    })
    expect(JSON.stringify(method)).not.toContain('42424242')
    expect(await stripe.paymentMethods.retrieve(method.id)).toEqual(method)
  })

  test('has the same fingerprint as another of the same number', async () => {
    const [one, two, other] = await Promise.all(
      [card, card, { ...card, number: '5555555555554444' }].map((each) =>
        stripe.paymentMethods.create({ type: 'card', card: each }),
      ),
    )
    expect(one?.card?.fingerprint).toBe(two?.card?.fingerprint)
    expect(one?.card?.fingerprint).not.toBe(other?.card?.fingerprint)
  })

  test('is attached to a customer once its card is verified, and told of', async () => {
    const made = await stripe.paymentMethods.create({
      type: 'card',
      card,
      billing_details: { address: { line1: 'Here 1', postal_code: '12345' } },
    })
    const attached = await stripe.paymentMethods.attach(made.id, { customer })
    expect(attached).toMatchObject({
      customer,
      card: {
        checks: {
          address_line1_check: 'pass',
          address_postal_code_check: 'pass',
          cvc_check: 'pass',
        },
      },
    })
    expect(await stripe.paymentMethods.attach(made.id, { customer })).toEqual(attached)
    expect((await eventsOf(made.id)).map(({ type }) => type)).toEqual(['payment_method.attached'])
    const listed = await stripe.customers.listPaymentMethods(customer)
    expect(listed.data).toContainEqual(attached)
    expect(await stripe.customers.retrievePaymentMethod(customer, made.id)).toEqual(attached)
  })

  test('is told of without its sealed number', async () => {
    const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer })
    const [told] = await api.sql<{ snapshot: object }>(
      "select snapshot from events where type = 'payment_method.attached' and object_id = $1",
      [id],
    )
    expect(told?.snapshot).toMatchObject({ id, customer_id: customer })
    expect(told?.snapshot).not.toHaveProperty('sealed')
  })

  test('of a test name is a fresh one each time', async () => {
    const one = await stripe.paymentMethods.attach('pm_card_mastercard', { customer })
    const two = await stripe.paymentMethods.attach('pm_card_mastercard', { customer })
    expect(one).toMatchObject({
      customer,
      card: { brand: 'mastercard', checks: { cvc_check: 'pass' } },
    })
    expect(two.id).not.toBe(one.id)
  })

  test.each([
    ['pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline', undefined],
    ['pm_card_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds', undefined],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', undefined, 'exp_month'],
    ['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc', undefined, 'cvc'],
    ['pm_card_chargeDeclinedProcessingError', 'processing_error', undefined, undefined],
  ])('%s is declined at attaching, and stays nobody’s', async (name, code, decline_code, param) => {
    const before = await stripe.paymentMethods.list({ customer, limit: 100 })
    const error = await stripeError(stripe.paymentMethods.attach(name, { customer }))
    expect(error).toMatchObject({ statusCode: 402, rawType: 'card_error', code })
    expect(error.decline_code || undefined).toBe(decline_code)
    expect(error.param).toBe(param)
    expect(await stripe.paymentMethods.list({ customer, limit: 100 })).toMatchObject({
      data: before.data,
    })
  })

  test('whose charges fail later attaches all the same', async () => {
    const method = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer })
    expect(method).toMatchObject({ customer })
  })

  test('shows which check failed', async () => {
    const method = await stripe.paymentMethods.attach('pm_card_cvcCheckFail', { customer })
    expect(method.card?.checks?.cvc_check).toBe('fail')
  })

  test('that needs its holder can be attached; the holder is asked at the first payment', async () => {
    const method = await stripe.paymentMethods.attach('pm_card_authenticationRequired', {
      customer,
    })
    expect(method).toMatchObject({ customer, card: { checks: { cvc_check: 'unchecked' } } })
  })

  test('is attached unchecked where no processor could tell', async () => {
    api.simulators.controls.stripe.addFaults([
      { operation: 'verify', fault: 'drop_after', times: 1 },
    ])
    const method = await stripe.paymentMethods.attach('pm_card_visa', { customer })
    expect(method).toMatchObject({ customer, card: { checks: { cvc_check: 'unchecked' } } })
  })

  test('is updated in what is not its number', async () => {
    const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer })
    const updated = await stripe.paymentMethods.update(id, {
      allow_redisplay: 'always',
      billing_details: { email: 'j@example.com', address: { city: 'Lund' } },
      card: { exp_month: 3, exp_year: 2040 },
      metadata: { a: 'b' },
    })
    expect(updated).toMatchObject({
      allow_redisplay: 'always',
      billing_details: { email: 'j@example.com', address: { city: 'Lund' } },
      card: { exp_month: 3, exp_year: 2040, last4: '4242' },
      metadata: { a: 'b' },
    })
    expect((await eventsOf(id)).at(-1)).toMatchObject({
      type: 'payment_method.updated',
      data: { previous_attributes: { billing_details: { email: null }, metadata: { a: null } } },
    })
    const past = stripe.paymentMethods.update(id, { card: { exp_year: 2001 } })
    expect(await stripeError(past)).toMatchObject({
      code: 'invalid_expiry_year',
      param: 'exp_year',
    })
    const always = await stripe.paymentMethods.list({ customer, allow_redisplay: 'always' })
    expect(always.data.map((method) => method.id)).toEqual([id])
  })

  test('that paid to be kept is the customer’s, with what was checked then', async () => {
    const { id } = await stripe.paymentMethods.create({ type: 'card', card })
    await stripe.paymentIntents.create({
      ...{ amount: 1000, currency: 'usd', customer, payment_method: id, confirm: true },
      setup_future_usage: 'off_session',
    })
    expect(await stripe.paymentMethods.retrieve(id)).toMatchObject({
      customer,
      card: { checks: { cvc_check: 'pass' } },
    })
  })

  test('that is detached is no default any more and cannot be used again', async () => {
    const owner = await stripe.customers.create({
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
      expand: ['invoice_settings.default_payment_method'],
    })
    const { id } = owner.invoice_settings.default_payment_method as Stripe.PaymentMethod
    expect(await stripe.paymentMethods.detach(id)).toMatchObject({ id, customer: null })
    expect(await stripe.customers.retrieve(owner.id)).toMatchObject({
      invoice_settings: { default_payment_method: null },
    })
    expect((await eventsOf(id)).at(-1)).toMatchObject({
      type: 'payment_method.detached',
      data: { previous_attributes: { customer: owner.id } },
    })
    const again = await stripeError(stripe.paymentMethods.attach(id, { customer }))
    expect(again).toMatchObject({ statusCode: 400, param: 'payment_method' })
    expect(await stripeError(stripe.paymentMethods.detach(id))).toMatchObject({ statusCode: 400 })
  })

  test('of one customer is not another’s', async () => {
    const other = await stripe.customers.create({})
    const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer })
    const stolen = stripe.paymentMethods.attach(id, { customer: other.id })
    expect(await stripeError(stolen)).toMatchObject({
      message: 'The payment method you provided has already been attached to a customer.',
    })
    const theirs = stripe.customers.retrievePaymentMethod(other.id, id)
    expect(await stripeError(theirs)).toMatchObject({ statusCode: 404 })
    const chosen = stripe.customers.update(other.id, {
      invoice_settings: { default_payment_method: id },
    })
    expect(await stripeError(chosen)).toMatchObject({
      code: 'resource_missing',
      param: 'invoice_settings[default_payment_method]',
    })
  })

  test('of a browser is made with a publishable key, which learns no fingerprint', async () => {
    const browser = stripeClient(api, { key: api.keys.publishable })
    const method = await browser.paymentMethods.create({ type: 'card', card })
    expect(method).toMatchObject({ type: 'card', card: { last4: '4242' } })
    expect(method.card).not.toHaveProperty('fingerprint')
    expect(method).not.toHaveProperty('metadata')
    expect(await stripeError(browser.paymentMethods.retrieve(method.id))).toMatchObject({
      code: 'secret_key_required',
    })
  })

  test.each([
    [
      { type: 'card', card: { ...card, number: '4242424242424241' } },
      'incorrect_number',
      'number',
      402,
    ],
    [{ type: 'card', card: { ...card, exp_month: 13 } }, 'invalid_expiry_month', 'exp_month', 402],
    [{ type: 'card', card: { ...card, exp_year: 2001 } }, 'invalid_expiry_year', 'exp_year', 402],
    [{ type: 'card', card: { ...card, cvc: '12' } }, 'invalid_cvc', 'cvc', 402],
    [{ type: 'card', card: { token: 'tok_none' } }, 'resource_missing', 'card[token]', 400],
    [{ type: 'sepa_debit', sepa_debit: { iban: 'DE1' } }, undefined, 'type', 400],
    [{ type: 'card' }, 'parameter_missing', 'card', 400],
    [{ type: 'card', card, customer: 'cus_1' }, undefined, 'customer', 400],
  ])('is refused of %j', async (params, code, param, statusCode) => {
    const error = await stripeError(
      stripe.paymentMethods.create(params as Stripe.PaymentMethodCreateParams),
    )
    expect(error).toMatchObject({ statusCode, param })
    expect(error.code).toBe(code)
  })
})
