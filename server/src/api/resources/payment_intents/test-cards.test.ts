import { expect, test } from 'vitest'
import { testApi } from '../../../../test/api.ts'
import { eventually, openShop } from '../../../../test/shop.ts'
import { stripeError } from '../../../../test/stripe.ts'

const api = await testApi()
const shops = {
  stripe: await openShop(api, ['stripe']),
  adyen: await openShop(api, ['adyen']),
}
const processors = ['stripe', 'adyen'] as const

const good = [
  ['pm_card_visa', 'visa', '4242'],
  ['pm_card_visa_debit', 'visa', '5556'],
  ['pm_card_mastercard', 'mastercard', '4444'],
  ['pm_card_amex', 'amex', '0005'],
  ['pm_card_discover', 'discover', '1117'],
  ['pm_card_diners', 'diners', '0004'],
  ['pm_card_jcb', 'jcb', '0505'],
  ['pm_card_unionpay', 'unionpay', '0005'],
] as const

for (const processor of processors) {
  const { stripe } = shops[processor]
  const pay = (payment_method: string) =>
    stripe.paymentIntents.create({
      ...{ amount: 4300, currency: 'usd', payment_method, confirm: true },
      expand: ['latest_charge'],
    })

  test.each(good)(`${processor}: %s pays`, async (method, brand, last4) => {
    const intent = await pay(method)
    expect(intent).toMatchObject({
      status: 'succeeded',
      amount_received: 4300,
      latest_charge: {
        ...{ paid: true, captured: true, status: 'succeeded', failure_code: null },
        payment_method_details: { card: { brand, last4 } },
      },
    })
  })

  test.each([
    ['pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline', undefined],
    [
      'pm_card_visa_chargeDeclinedInsufficientFunds',
      'card_declined',
      'insufficient_funds',
      undefined,
    ],
    ['pm_card_visa_chargeDeclinedLostCard', 'card_declined', 'lost_card', undefined],
    ['pm_card_visa_chargeDeclinedStolenCard', 'card_declined', 'stolen_card', undefined],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', undefined, 'exp_month'],
    ['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc', undefined, 'cvc'],
    ['pm_card_chargeDeclinedProcessingError', 'processing_error', undefined, undefined],
    ['pm_card_radarBlock', 'card_declined', 'fraudulent', undefined],
    ['pm_card_chargeCustomerFail', 'card_declined', 'generic_decline', undefined],
  ] as const)(`${processor}: %s is declined as %s`, async (method, code, decline_code, param) => {
    const refusal = await stripeError(pay(method))
    expect(refusal).toMatchObject({ statusCode: 402, type: 'StripeCardError', code })
    expect(refusal.decline_code).toBe(decline_code ?? '')
    expect(refusal.param).toBe(param)
    expect(refusal.payment_intent).toMatchObject({
      ...{ status: 'requires_payment_method', payment_method: null },
      last_payment_error: { type: 'card_error', code, charge: refusal.charge },
    })
    expect(refusal.payment_method).toMatchObject({ object: 'payment_method', type: 'card' })
    const charge = await stripe.charges.retrieve(String(refusal.charge))
    expect(charge).toMatchObject({
      ...{ status: 'failed', paid: false, captured: false, failure_code: code },
      payment_intent: refusal.payment_intent?.id,
      outcome: { type: method === 'pm_card_radarBlock' ? 'blocked' : 'issuer_declined' },
    })
  })

  test(`${processor}: checks of the code and the address are told on the charge`, async () => {
    const { latest_charge } = await stripe.paymentIntents.create({
      ...{ amount: 1500, currency: 'usd', confirm: true, expand: ['latest_charge'] },
      payment_method_data: {
        type: 'card',
        card: { number: '4000000000000036', exp_month: 12, exp_year: 2034, cvc: '123' },
        billing_details: { address: { line1: 'Main Street 1', postal_code: '12345' } },
      } as never,
    })
    expect(latest_charge).toMatchObject({
      billing_details: { address: { line1: 'Main Street 1', postal_code: '12345' } },
      payment_method_details: {
        card: {
          checks: {
            address_line1_check: 'pass',
            address_postal_code_check: 'fail',
            cvc_check: 'pass',
          },
        },
      },
    })
  })

  test(`${processor}: a held payment is captured in part, and the rest let go`, async () => {
    const held = await stripe.paymentIntents.create({
      ...{ amount: 5000, currency: 'usd', payment_method: 'pm_card_visa', confirm: true },
      capture_method: 'manual',
    })
    expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 5000 })
    await stripe.paymentIntents.capture(held.id, { amount_to_capture: 3000 })
    const captured = await eventually(
      () => stripe.paymentIntents.retrieve(held.id, { expand: ['latest_charge'] }),
      ({ status }) => status !== 'processing',
    )
    expect(captured).toMatchObject({
      ...{ status: 'succeeded', amount_received: 3000, amount_capturable: 0 },
      latest_charge: {
        ...{ amount: 5000, amount_captured: 3000, amount_refunded: 2000 },
        ...{ captured: true, refunded: false },
      },
    })
  })
}

test('a number with a wrong check digit is refused before anybody is asked', async () => {
  const refusal = await stripeError(
    shops.stripe.stripe.paymentIntents.create({
      ...{ amount: 1500, currency: 'usd', confirm: true },
      payment_method_data: {
        type: 'card',
        card: { number: '4242424242424241', exp_month: 12, exp_year: 2034, cvc: '123' },
      } as never,
    }),
  )
  expect(refusal).toMatchObject({ statusCode: 402, code: 'incorrect_number', param: 'number' })
})
