import Stripe from 'stripe'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openSdkBed, refusal, type SdkBed } from './test-bed.ts'

let bed: SdkBed
let stripe: SdkBed['stripe']
beforeAll(async () => {
  bed = await openSdkBed()
  stripe = bed.stripe
})
beforeEach(() => bed.reset())
afterAll(() => bed.close())

describe('a payment', () => {
  test('is held, captured in part, and refunded twice but not a third time', async () => {
    const held = await bed.pay({ capture_method: 'manual' })
    expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 2_000 })
    const captured = await stripe.paymentIntents.capture(held.id, {
      amount_to_capture: 1_500,
      expand: ['latest_charge.balance_transaction'],
    })
    expect(captured).toMatchObject({
      status: 'succeeded',
      amount_received: 1_500,
      latest_charge: {
        captured: true,
        balance_transaction: { amount: 1_500, fee: 74, net: 1_426 },
      },
    })
    await stripe.refunds.create({ payment_intent: held.id, amount: 1_000 })
    await stripe.refunds.create({ payment_intent: held.id })
    const error = await refusal(stripe.refunds.create({ payment_intent: held.id }))
    expect(error).toMatchObject({ statusCode: 400, code: 'charge_already_refunded' })
    const refunds = await stripe.refunds
      .list({ payment_intent: held.id })
      .autoPagingToArray({ limit: 10 })
    expect(refunds.map(({ amount }) => amount)).toEqual([500, 1_000])
    const transactions = await stripe.balanceTransactions.list({ limit: 1 })
    expect(transactions).toMatchObject({ has_more: true, data: [{ type: 'refund', net: -500 }] })
  })

  test('is raised, and released', async () => {
    const held = await bed.pay({ capture_method: 'manual' })
    const raised = await stripe.paymentIntents.incrementAuthorization(held.id, { amount: 3_000 })
    expect(raised).toMatchObject({ amount: 3_000, amount_capturable: 3_000 })
    const released = await stripe.paymentIntents.cancel(held.id, {
      cancellation_reason: 'requested_by_customer',
    })
    expect(released).toMatchObject({ status: 'canceled', amount_capturable: 0 })
    const error = await refusal(stripe.paymentIntents.capture(held.id))
    expect(error).toMatchObject({
      code: 'payment_intent_unexpected_state',
      payment_intent: { id: held.id, status: 'canceled' },
    })
  })

  test('is created first and confirmed later, with a payment method made before', async () => {
    const method = await stripe.paymentMethods.create({
      type: 'card',
      card: { number: '5555555555554444', exp_month: 12, exp_year: 2030, cvc: '123' },
    })
    expect(method.card).toMatchObject({ brand: 'mastercard', last4: '4444' })
    const waiting = await stripe.paymentIntents.create({ amount: 2_000, currency: 'usd' })
    expect(waiting.status).toBe('requires_payment_method')
    const paid = await stripe.paymentIntents.confirm(waiting.id, { payment_method: method.id })
    expect(paid.status).toBe('succeeded')
  })

  test('that was declined waits for another card', async () => {
    const { payment_intent } = await refusal(bed.pay({ payment_method: 'pm_card_chargeDeclined' }))
    const id = payment_intent?.id ?? ''
    const error = await refusal(stripe.paymentIntents.confirm(id))
    expect(error.message).toContain('missing a payment method')
    const paid = await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' })
    expect(paid).toMatchObject({ status: 'succeeded', last_payment_error: null })
  })

  test('is found by its metadata', async () => {
    await bed.pay({ metadata: { order: '6735' } })
    const { id } = await bed.pay({ metadata: { order: '6736' } })
    const found = await stripe.paymentIntents.search({
      query: "metadata['order']:'6736' AND status:'succeeded'",
    })
    expect(found.data.map((intent) => intent.id)).toEqual([id])
  })
})

describe('a refusal', () => {
  test.each([
    ['pm_card_chargeDeclined', 'card_declined', 'generic_decline', undefined],
    ['pm_card_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds', undefined],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card', 'exp_month'],
    ['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc', 'incorrect_cvc', 'cvc'],
  ])('%s is a card error', async (payment_method, code, decline_code, param) => {
    const error = await refusal(bed.pay({ payment_method }))
    expect(error).toBeInstanceOf(Stripe.errors.StripeCardError)
    expect(error).toMatchObject({ statusCode: 402, code, decline_code, param })
    expect(error.payment_intent).toMatchObject({ status: 'requires_payment_method' })
    const charge = await stripe.charges.retrieve(error.charge ?? '')
    expect(charge).toMatchObject({ paid: false, failure_code: code })
  })

  test.each([
    ['an unknown parameter', { colour: 'red' }, 'parameter_unknown', 'colour'],
    ['a missing one', { currency: undefined }, 'parameter_missing', 'currency'],
    ['no money', { amount: 0 }, 'parameter_invalid_integer', 'amount'],
    ['too little', { amount: 49 }, 'amount_too_small', 'amount'],
    ['too much', { amount: 100_000_000 }, 'amount_too_large', 'amount'],
    [
      'half a króna',
      { amount: 150, currency: 'isk' },
      'invalid_charge_amount_no_decimal_compatible',
      'amount',
    ],
    ['an unknown payment method', { payment_method: 'pm_x' }, 'resource_missing', 'payment_method'],
  ])('%s is an invalid request, by name', async (_name, changes, code, param) => {
    const error = await refusal(bed.pay(changes as object))
    expect(error).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError)
    expect(error).toMatchObject({ code, param })
  })

  test('another account’s intent does not exist', async () => {
    const { id } = await bed.pay()
    const asking = stripe.paymentIntents.retrieve(id, {}, { apiKey: 'sk_test_other' })
    expect(await refusal(asking)).toMatchObject({ statusCode: 404, code: 'resource_missing' })
  })

  test('a wrong key is an authentication error', async () => {
    const error = await refusal(stripe.paymentIntents.list({}, { apiKey: 'sk_live_1' }))
    expect(error).toBeInstanceOf(Stripe.errors.StripeAuthenticationError)
  })
})

describe('an idempotency key', () => {
  test('gives the first answer again, a decline too, and refuses other parameters', async () => {
    const idempotencyKey = 'once'
    const params = { amount: 2_000, currency: 'usd', confirm: true } as const
    const good = { ...params, payment_method: 'pm_card_visa' }
    const first = await stripe.paymentIntents.create(good, { idempotencyKey })
    const again = await stripe.paymentIntents.create(good, { idempotencyKey })
    expect(again.id).toBe(first.id)
    expect(bed.headers().get('idempotent-replayed')).toBe('true')
    expect(bed.headers().get('original-request')).toBe(first.lastResponse.requestId)
    const other = stripe.paymentIntents.create({ ...good, amount: 3_000 }, { idempotencyKey })
    expect(await refusal(other)).toBeInstanceOf(Stripe.errors.StripeIdempotencyError)

    const bad = { ...params, payment_method: 'pm_card_chargeDeclined' }
    const declined = await refusal(stripe.paymentIntents.create(bad, { idempotencyKey: 'no' }))
    const replayed = await refusal(stripe.paymentIntents.create(bad, { idempotencyKey: 'no' }))
    expect(replayed.charge).toBe(declined.charge)
  })

  test('is not used up by parameters that cannot be read', async () => {
    const options = { idempotencyKey: 'free' }
    await refusal(stripe.paymentIntents.create({ amount: 0, currency: 'usd' }, options))
    const made = await stripe.paymentIntents.create({ amount: 2_000, currency: 'usd' }, options)
    expect(made.amount).toBe(2_000)
  })
})
