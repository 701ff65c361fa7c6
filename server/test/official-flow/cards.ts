import { expect, test } from 'vitest'
import { stripeError } from '../stripe.ts'
import { type Story, typedIn } from './shop.ts'
import { checkedCards, declinedCards, goodCards } from './test-cards.ts'

/** A customer, her card, and a payment with each of the main test cards. */
export function cards(story: Story): void {
  test('a customer signs up', async () => {
    const { stripe } = story.shop
    story.customer = await stripe.customers.create({
      ...{ name: 'Ada Lindqvist', email: 'ada@example.com', metadata: { plan: 'gold' } },
      address: { line1: 'Main Street 1', postal_code: '12345', country: 'US' },
    })
    expect(story.customer).toMatchObject({
      ...{ object: 'customer', balance: 0, delinquent: false, livemode: false },
      ...{ name: 'Ada Lindqvist', metadata: { plan: 'gold' }, default_source: null },
    })
    expect(await stripe.customers.retrieve(story.customer.id)).toEqual(story.customer)
  })

  test('and keeps a card', async () => {
    const { stripe, methodOf } = story.shop
    const { id: customer } = story.customer
    const { id } = await methodOf('4242424242424242')
    story.card = await stripe.paymentMethods.attach(id, { customer })
    expect(story.card).toMatchObject({
      ...{ id, customer },
      card: { brand: 'visa', last4: '4242', checks: { cvc_check: 'pass' } },
    })
    const kept = await stripe.customers.update(customer, {
      invoice_settings: { default_payment_method: id },
      expand: ['invoice_settings.default_payment_method'],
    })
    expect(kept.invoice_settings.default_payment_method).toEqual(story.card)
    expect((await stripe.customers.listPaymentMethods(customer)).data).toEqual([story.card])
  })

  test('which is charged while she is away', async () => {
    const kept = { customer: story.customer.id, payment_method: story.card.id }
    const intent = await story.shop.pay({ ...kept, off_session: true })
    expect(intent).toMatchObject({ ...kept, status: 'succeeded', amount_received: 2_000 })
  })

  test.each(goodCards)('%s pays', async (readyMade, number, brand, funding) => {
    const { pay, methodOf } = story.shop
    for (const [amount, fee, payment_method] of [
      [2_000, 88, readyMade],
      [3_000, 117, (await methodOf(number)).id],
    ] as const) {
      expect(await pay({ amount, payment_method })).toMatchObject({
        ...{ status: 'succeeded', amount_received: amount, amount_capturable: 0 },
        ...{ next_action: null, last_payment_error: null },
        latest_charge: {
          ...{ amount, paid: true, captured: true, status: 'succeeded', failure_code: null },
          calculated_statement_descriptor: 'BLUE DOOR',
          outcome: { type: 'authorized', network_status: 'approved_by_network' },
          balance_transaction: { amount, fee, net: amount - fee, status: 'pending' },
          payment_method_details: { card: { brand, funding, last4: number.slice(-4) } },
        },
      })
    }
  })

  test.each(declinedCards)('%s is declined: %s %s', async (number, code, declineCode, param) => {
    const { stripe, pay, methodOf } = story.shop
    const { id } = await methodOf(number)
    const refusal = await stripeError(pay({ payment_method: id }))
    const declined = { type: 'StripeCardError', statusCode: 402, code }
    expect(refusal).toMatchObject({
      ...declined,
      payment_intent: {
        ...{ status: 'requires_payment_method', amount_received: 0, payment_method: null },
        last_payment_error: { code, charge: refusal.charge },
      },
      payment_method: { id },
    })
    // Where nothing is said, one major has '' and the other undefined.
    expect([refusal.decline_code || undefined, refusal.param]).toEqual([declineCode, param])
    expect(await stripe.charges.retrieve(refusal.charge ?? '')).toMatchObject({
      ...{ status: 'failed', paid: false, failure_code: code, balance_transaction: null },
      payment_intent: refusal.payment_intent?.id,
    })
    const attached = stripe.paymentMethods.attach(id, { customer: story.customer.id })
    expect(await stripeError(attached)).toMatchObject(declined)
  })

  test('a card that can be kept may be declined when it is charged', async () => {
    const { stripe, pay, methodOf } = story.shop
    const { id: customer } = story.customer
    const { id: payment_method } = await methodOf('4000000000000341')
    await stripe.paymentMethods.attach(payment_method, { customer })
    const refusal = await stripeError(pay({ customer, payment_method }))
    expect(refusal).toMatchObject({ code: 'card_declined', decline_code: 'generic_decline' })
    expect((await stripe.paymentMethods.detach(payment_method)).customer).toBeNull()
  })

  test('a mistyped number is no card', async () => {
    expect(await stripeError(story.shop.methodOf('4242424242424241'))).toMatchObject({
      ...{ type: 'StripeCardError', statusCode: 402, code: 'incorrect_number', param: 'number' },
    })
  })

  test.each(checkedCards)(
    '%s pays, its code checked as %s, its address as %s, its zip code as %s',
    async (number, cvc_check, address_line1_check, address_postal_code_check) => {
      const address = { line1: 'Main Street 1', postal_code: '12345' }
      const payment_method_data = typedIn(number, { billing_details: { address } })
      const checks = { cvc_check, address_line1_check, address_postal_code_check }
      expect(await story.shop.pay({ payment_method_data })).toMatchObject({
        ...{ status: 'succeeded', amount_received: 2_000 },
        latest_charge: {
          billing_details: { address },
          payment_method_details: { card: { checks } },
        },
      })
    },
  )
}
