import type Stripe from 'stripe'
import { beforeAll, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../../../test/api.ts'
import { stripeClient, stripeError } from '../../../../test/stripe.ts'
import { completeSetupAction } from '../../../payments/index.ts'

let api: TestApi
let stripe: Stripe
let customer: string

const returnUrl = 'https://shop.example/done'

beforeAll(async () => {
  api = await testApi()
  stripe = stripeClient(api)
  customer = (await stripe.customers.create({ name: 'Card holder' })).id
})

async function eventTypes(id: string): Promise<string[]> {
  const { data } = await stripe.events.list({ limit: 100 })
  return data
    .filter(({ data: { object } }) => 'id' in object && object.id === id)
    .map(({ type }) => type)
    .reverse()
}

function setUp(payment_method: string, more: Stripe.SetupIntentCreateParams = {}) {
  return stripe.setupIntents.create({ customer, payment_method, confirm: true, ...more })
}

/** The payer goes to the page they are sent to, answers there, and comes back to ours. */
async function actAsPayer(intent: Stripe.SetupIntent, result: 'complete' | 'fail'): Promise<void> {
  const url = intent.next_action?.redirect_to_url?.url ?? ''
  const page = await fetch(url)
  expect(page.status).toBe(200)
  const answer = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ result }),
  })
  expect(answer.status).toBe(303)
  const back = new URL(answer.headers.get('location') ?? '')
  expect(back.pathname.endsWith(`/test/${intent.id}`)).toBe(true)
  const query = Object.fromEntries(back.searchParams)
  await completeSetupAction(api.context(api.tenant), intent.id, query)
}

describe('a setup intent', () => {
  test('is created, given a card, confirmed, and leaves the card with its customer', async () => {
    const created = await stripe.setupIntents.create({ customer, metadata: { a: 'b' } })
    expect(created).toMatchObject({
      object: 'setup_intent',
      status: 'requires_payment_method',
      usage: 'off_session',
      customer,
      latest_attempt: null,
      metadata: { a: 'b' },
      payment_method: null,
      payment_method_types: ['card'],
    })
    expect(created.client_secret).toMatch(new RegExp(`^${created.id}_secret_`))
    const { id: method } = await stripe.paymentMethods.create({
      type: 'card',
      card: { number: '4242424242424242', exp_month: 12, exp_year: 2050, cvc: '123' },
    })
    const updated = await stripe.setupIntents.update(created.id, { payment_method: method })
    expect(updated).toMatchObject({ status: 'requires_confirmation', payment_method: method })
    const done = await stripe.setupIntents.confirm(created.id, { expand: ['latest_attempt'] })
    expect(done).toMatchObject({
      status: 'succeeded',
      payment_method: method,
      latest_attempt: { object: 'setup_attempt', status: 'succeeded', setup_intent: created.id },
    })
    expect(await stripe.paymentMethods.retrieve(method)).toMatchObject({
      customer,
      card: { checks: { cvc_check: 'pass' } },
    })
    expect(await eventTypes(created.id)).toEqual(['setup_intent.created', 'setup_intent.succeeded'])
    expect(await eventTypes(method)).toEqual(['payment_method.attached'])
    expect(await stripe.setupIntents.retrieve(created.id)).toMatchObject({ status: 'succeeded' })
  })

  test('is created and confirmed in one call, of card data too', async () => {
    const intent = await stripe.setupIntents.create({
      confirm: true,
      customer,
      payment_method_data: {
        type: 'card',
        card: { token: 'tok_mastercard' },
        billing_details: { name: 'Jenny' },
      } as never,
      usage: 'on_session',
      expand: ['payment_method'],
    })
    expect(intent).toMatchObject({
      status: 'succeeded',
      usage: 'on_session',
      payment_method: { customer, billing_details: { name: 'Jenny' } },
    })
  })

  test('without a customer verifies the card, which can be attached later without being asked for again', async () => {
    const { payment_method } = await stripe.setupIntents.create({
      payment_method: 'pm_card_visa',
      confirm: true,
    })
    const verifications = () =>
      api.simulators.controls.stripe.book().filter(({ kind }) => kind === 'verify').length
    const before = verifications()
    const attached = await stripe.paymentMethods.attach(String(payment_method), { customer })
    expect(attached).toMatchObject({ customer, card: { checks: { cvc_check: 'pass' } } })
    expect(verifications()).toBe(before)
  })

  test('whose card is declined tells why, and takes another', async () => {
    const { id } = await stripe.setupIntents.create({ customer })
    const declined = stripe.setupIntents.confirm(id, {
      payment_method: 'pm_card_chargeDeclinedInsufficientFunds',
    })
    const error = await stripeError(declined)
    expect(error).toMatchObject({
      statusCode: 402,
      rawType: 'card_error',
      code: 'card_declined',
      decline_code: 'insufficient_funds',
      setup_intent: { id, status: 'requires_payment_method' },
    })
    expect(await stripe.setupIntents.retrieve(id)).toMatchObject({
      payment_method: null,
      last_setup_error: {
        code: 'card_declined',
        decline_code: 'insufficient_funds',
        payment_method: { object: 'payment_method', customer: null },
        type: 'card_error',
      },
    })
    const done = await stripe.setupIntents.confirm(id, { payment_method: 'pm_card_visa' })
    expect(done).toMatchObject({ status: 'succeeded', last_setup_error: null })
    const { data } = await stripe.setupAttempts.list({ setup_intent: id })
    expect(data.map(({ status, setup_error }) => [status, setup_error?.code ?? null])).toEqual([
      ['succeeded', null],
      ['failed', 'card_declined'],
    ])
    expect(await eventTypes(id)).toEqual([
      'setup_intent.created',
      'setup_intent.setup_failed',
      'setup_intent.succeeded',
    ])
  })

  test('that is settled can be neither confirmed nor canceled again', async () => {
    const { id } = await setUp('pm_card_visa')
    const calls = [
      () => stripe.setupIntents.confirm(id),
      () => stripe.setupIntents.cancel(id),
      () => stripe.setupIntents.update(id, { payment_method: 'pm_card_visa' }),
    ]
    for (const call of calls) {
      expect(await stripeError(call())).toMatchObject({
        statusCode: 400,
        code: 'setup_intent_unexpected_state',
        setup_intent: { id, status: 'succeeded' },
      })
    }
    expect(await stripe.setupIntents.update(id, { description: 'mine' })).toMatchObject({
      description: 'mine',
    })
  })

  test('is canceled once', async () => {
    const { id } = await stripe.setupIntents.create({ customer })
    const canceled = await stripe.setupIntents.cancel(id, { cancellation_reason: 'abandoned' })
    expect(canceled).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned' })
    expect(await stripeError(stripe.setupIntents.cancel(id))).toMatchObject({
      code: 'setup_intent_unexpected_state',
      message: 'You cannot cancel this SetupIntent because it has a status of canceled.',
    })
    expect(await eventTypes(id)).toEqual(['setup_intent.created', 'setup_intent.canceled'])
  })

  test('is listed by customer, by card and by time', async () => {
    const owner = await stripe.customers.create({})
    const one = await setUp('pm_card_visa', { customer: owner.id })
    const two = await stripe.setupIntents.create({ customer: owner.id })
    const all = await stripe.setupIntents.list({
      customer: owner.id,
      created: { gte: one.created },
    })
    expect(all.data.map(({ id }) => id)).toEqual([two.id, one.id])
    const ofCard = await stripe.setupIntents.list({ payment_method: String(one.payment_method) })
    expect(ofCard.data.map(({ id }) => id)).toEqual([one.id])
  })

  test('of one customer cannot take another’s card', async () => {
    const owner = await stripe.customers.create({})
    const { payment_method } = await setUp('pm_card_visa', { customer: owner.id })
    const stolen = setUp(String(payment_method))
    expect(await stripeError(stolen)).toMatchObject({ statusCode: 400, param: 'payment_method' })
  })

  test('keeps the mandate it was given, for anyone to look up', async () => {
    const { mandate, payment_method } = await setUp('pm_card_visa', {
      mandate_data: {
        customer_acceptance: {
          type: 'online',
          accepted_at: 1_700_000_000,
          online: { ip_address: '127.0.0.1', user_agent: 'a browser' },
        },
      },
    })
    expect(await stripe.mandates.retrieve(String(mandate))).toMatchObject({
      object: 'mandate',
      customer_acceptance: {
        accepted_at: 1_700_000_000,
        online: { ip_address: '127.0.0.1', user_agent: 'a browser' },
        type: 'online',
      },
      payment_method,
      status: 'active',
      type: 'multi_use',
    })
    expect(await stripeError(stripe.mandates.retrieve('mandate_none'))).toMatchObject({
      statusCode: 404,
    })
  })

  test.each([
    [{ single_use: { amount: 100, currency: 'usd' } }, 'single_use', undefined],
    [{ attach_to_self: true }, 'attach_to_self', undefined],
    [{ usage: 'sometimes' }, 'usage', undefined],
    [{ customer: 'cus_none' }, 'customer', 'resource_missing'],
    [{ payment_method: 'pm_none' }, 'payment_method', 'resource_missing'],
    [{ confirm: true }, 'payment_method', 'parameter_missing'],
    [{ payment_method_types: ['sepa_debit'] }, 'payment_method_types[0]', undefined],
  ])('is refused with %j', async (params, param, code) => {
    const call = stripe.setupIntents.create(params as Stripe.SetupIntentCreateParams)
    const error = await stripeError(call)
    expect(error).toMatchObject({ statusCode: 400, param })
    expect(error.code).toBe(code)
  })

  test('that nobody has is missing', async () => {
    expect(await stripeError(stripe.setupIntents.retrieve('seti_none'))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      param: 'intent',
    })
  })
})

describe('a card whose holder must be seen', () => {
  test('is set up after a challenge, and then pays while the holder is away', async () => {
    const { id: owner } = await stripe.customers.create({})
    const name = 'pm_card_authenticationRequiredOnSetup'
    const intent = await setUp(name, { customer: owner, return_url: returnUrl })
    expect(intent).toMatchObject({
      status: 'requires_action',
      next_action: { type: 'redirect_to_url', redirect_to_url: { return_url: returnUrl } },
    })
    await actAsPayer(intent, 'complete')
    const done = await stripe.setupIntents.retrieve(intent.id, { expand: ['latest_attempt'] })
    expect(done).toMatchObject({
      status: 'succeeded',
      next_action: null,
      latest_attempt: {
        payment_method_details: { card: { three_d_secure: { result: 'authenticated' } } },
      },
    })
    expect(await eventTypes(intent.id)).toEqual([
      'setup_intent.created',
      'setup_intent.requires_action',
      'setup_intent.succeeded',
    ])
    const paid = await stripe.paymentIntents.create({
      ...{ amount: 2000, currency: 'usd', customer: owner, off_session: true, confirm: true },
      payment_method: String(done.payment_method),
    })
    expect(paid.status).toBe('succeeded')
  })

  test('is not set up when the holder fails, and can be tried again', async () => {
    const name = 'pm_card_threeDSecure2Required'
    const intent = await setUp(name, { return_url: returnUrl })
    await actAsPayer(intent, 'fail')
    expect(await stripe.setupIntents.retrieve(intent.id)).toMatchObject({
      status: 'requires_payment_method',
      last_setup_error: {
        code: 'setup_intent_authentication_failure',
        type: 'invalid_request_error',
      },
    })
    const again = await stripe.setupIntents.confirm(intent.id, { payment_method: 'pm_card_visa' })
    expect(again.status).toBe('succeeded')
  })

  test('is left alone by a reload, and by a return that comes too late', async () => {
    const name = 'pm_card_threeDSecure2Required'
    const intent = await setUp(name, { return_url: returnUrl })
    await completeSetupAction(api.context(api.tenant), intent.id, {})
    expect((await stripe.setupIntents.retrieve(intent.id)).status).toBe('requires_action')
    await stripe.setupIntents.cancel(intent.id)
    await actAsPayer(intent, 'complete')
    expect((await stripe.setupIntents.retrieve(intent.id)).status).toBe('canceled')
    const { data } = await stripe.setupAttempts.list({ setup_intent: intent.id })
    expect(data).toMatchObject([{ status: 'abandoned' }])
  })

  test('may be exchanged for another while its holder is asked', async () => {
    const intent = await setUp('pm_card_threeDSecure2Required', { return_url: returnUrl })
    const done = await stripe.setupIntents.confirm(intent.id, { payment_method: 'pm_card_visa' })
    expect(done).toMatchObject({ status: 'succeeded', next_action: null })
    const { data } = await stripe.setupAttempts.list({ setup_intent: intent.id })
    expect(data.map(({ status }) => status)).toEqual(['succeeded', 'abandoned'])
  })

  test('is asked for where authentication is wanted though nobody demands it', async () => {
    const optional = 'pm_card_threeDSecureOptional'
    expect((await setUp(optional, { return_url: returnUrl })).status).toBe('succeeded')
    const wanted = await setUp(optional, {
      return_url: returnUrl,
      payment_method_options: { card: { request_three_d_secure: 'any' } },
    })
    expect(wanted.status).toBe('requires_action')
  })
})

describe('a browser', () => {
  test('confirms with the intent’s secret alone, and sees no more than it may', async () => {
    const { id, client_secret } = await stripe.setupIntents.create({ customer })
    const browser = stripeClient(api, { key: api.keys.publishable })
    const secret = { client_secret: client_secret ?? '' }
    const confirm = (params: object) => browser.setupIntents.confirm(id, params)
    const data = { type: 'card', card: { token: 'tok_visa' } }
    expect(await stripeError(confirm({ payment_method_data: data }))).toMatchObject({
      code: 'parameter_missing',
      param: 'client_secret',
    })
    const wrong = { payment_method_data: data, client_secret: `${id}_secret_wrong` }
    expect(await stripeError(confirm(wrong))).toMatchObject({ statusCode: 404 })
    const done = await confirm({ ...secret, payment_method_data: data })
    expect(done).toMatchObject({ id, status: 'succeeded' })
    expect(done).not.toHaveProperty('metadata')
    expect(done).not.toHaveProperty('customer')
    expect(await browser.setupIntents.retrieve(id, secret)).toMatchObject({ status: 'succeeded' })
    expect(await stripeError(browser.setupIntents.retrieve(id))).toMatchObject({ statusCode: 400 })
  })
})
