import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { eventually } from '../shop.ts'
import { stripeError } from '../stripe.ts'
import type { Story } from './shop.ts'
import { refundedCards } from './test-cards.ts'

/** An order of which a part is shipped, and a part of that sent back. */
export function captureAndRefunds(story: Story): void {
  test('what is held is captured in part, and the rest let go', async () => {
    const { stripe, pay } = story.shop
    story.order = await pay({
      ...{ amount: 10_000, customer: story.customer.id, payment_method: story.card.id },
      ...{ capture_method: 'manual', metadata: { order: '1001' }, description: 'Order 1001' },
    })
    const { id } = story.order
    expect(story.order).toMatchObject({
      ...{ status: 'requires_capture', amount_capturable: 10_000, amount_received: 0 },
      latest_charge: { captured: false, balance_transaction: null },
    })
    const tooMuch = stripe.paymentIntents.capture(id, { amount_to_capture: 10_001 })
    expect(await stripeError(tooMuch)).toMatchObject({ statusCode: 400, code: 'amount_too_large' })
    await stripe.paymentIntents.capture(id, { amount_to_capture: 6_000 })
    const expand = ['latest_charge.balance_transaction']
    const captured = await eventually(
      () => stripe.paymentIntents.retrieve(id, { expand }),
      ({ status }) => status === 'succeeded',
    )
    expect(captured).toMatchObject({
      ...{ amount: 10_000, amount_received: 6_000, amount_capturable: 0 },
      latest_charge: {
        ...{ amount: 10_000, amount_captured: 6_000, amount_refunded: 4_000, captured: true },
        balance_transaction: { type: 'charge', amount: 6_000, fee: 204, net: 5_796 },
      },
    })
  })

  test('and refunded twice, but never more than was captured', async () => {
    const { stripe } = story.shop
    const { id: payment_intent, latest_charge } = story.order
    const refund = (amount: number) =>
      stripe.refunds.create({ payment_intent, amount, reason: 'requested_by_customer' })
    const refunds = [await refund(2_500), await refund(1_500)]
    const refusal = await stripeError(refund(2_001))
    expect(refusal).toMatchObject({ type: 'StripeInvalidRequestError', param: 'amount' })
    expect([refusal.code, refusal.message]).toEqual([
      undefined,
      'Refund amount ($20.01) is greater than unrefunded amount on charge ($20.00)',
    ])
    const { data } = await eventually(
      () => stripe.refunds.list({ payment_intent, expand: ['data.balance_transaction'] }),
      ({ data }) => data.every(({ status }) => status === 'succeeded'),
    )
    expect(data.map(({ id }) => id)).toEqual(refunds.map(({ id }) => id).reverse())
    const returned = (amount: number) => ({
      ...{ amount, currency: 'usd', reason: 'requested_by_customer', payment_intent },
      balance_transaction: { type: 'refund', amount: -amount, fee: 0, net: -amount },
    })
    expect(data).toMatchObject([returned(1_500), returned(2_500)])
    const { id: charge } = latest_charge as Stripe.Charge
    expect(await stripe.charges.retrieve(charge)).toMatchObject({
      ...{ amount_captured: 6_000, amount_refunded: 8_000, refunded: false },
    })
  })

  test.each(refundedCards)('a refund to %s is %s, then %s', async (number, first, last) => {
    const { stripe, pay, methodOf } = story.shop
    const paid = await pay({ payment_method: (await methodOf(number)).id })
    const { id } = await stripe.refunds.create({ payment_intent: paid.id })
    const refund = await eventually(
      () => stripe.refunds.retrieve(id, { expand: ['charge'] }),
      ({ status }) => status === last,
    )
    const isBack = last === 'failed'
    expect(refund).toMatchObject({
      amount: 2_000,
      charge: { amount_refunded: isBack ? 0 : 2_000, refunded: !isBack },
    })
    const told = new Set<unknown>()
    for await (const { data } of stripe.events.list({ type: 'refund.*' })) {
      const now = data.object as Stripe.Refund
      if (now.id === id) told.add(now.status)
    }
    expect([...told]).toEqual(expect.arrayContaining([first, last]))
  })
}
