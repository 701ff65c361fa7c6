import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { answerChallenge } from '../shop.ts'
import { stripeError } from '../stripe.ts'
import { returnUrl, type Story } from './shop.ts'
import { challengedCards } from './test-cards.ts'

/** Payers whose banks want to see them. */
export function threeDSecure(story: Story): void {
  test.each(challengedCards)(
    'a payer who passes 3-D Secure with %s comes back, payment %s',
    async (number, status, decline_code) => {
      const { stripe, pay, methodOf } = story.shop
      const asked = await pay({ payment_method: (await methodOf(number)).id })
      expect(asked).toMatchObject({
        ...{ status: 'requires_action', amount_received: 0, latest_charge: null },
        next_action: { type: 'redirect_to_url', redirect_to_url: { return_url: returnUrl } },
      })
      const isPaid = status === 'succeeded'
      expect(await comeBack(asked, 'complete')).toEqual({
        ...{ order: '7', redirect_status: isPaid ? 'succeeded' : 'failed' },
        ...{ payment_intent: asked.id, payment_intent_client_secret: asked.client_secret },
      })
      const three_d_secure = { result: 'authenticated', authentication_flow: 'challenge' }
      expect(
        await stripe.paymentIntents.retrieve(asked.id, { expand: ['latest_charge'] }),
      ).toMatchObject({
        ...{ status, amount_received: isPaid ? 2_000 : 0, next_action: null },
        last_payment_error: isPaid ? null : { code: 'card_declined', decline_code },
        latest_charge: {
          paid: isPaid,
          payment_method_details: isPaid ? { card: { three_d_secure } } : {},
        },
      })
    },
  )

  test('one who fails it comes back to pay with another card', async () => {
    const { stripe, pay } = story.shop
    const asked = await pay({ payment_method: 'pm_card_threeDSecure2Required' })
    expect(await comeBack(asked, 'fail')).toMatchObject({ redirect_status: 'failed' })
    expect(await stripe.paymentIntents.retrieve(asked.id)).toMatchObject({
      ...{ status: 'requires_payment_method', amount_received: 0, latest_charge: null },
      last_payment_error: {
        code: 'payment_intent_authentication_failure',
        type: 'invalid_request_error',
      },
    })
    const paid = await stripe.paymentIntents.confirm(asked.id, { payment_method: 'pm_card_visa' })
    expect(paid).toMatchObject({ status: 'succeeded', last_payment_error: null })
  })

  test('one whose bank does not insist sees no challenge, unless the shop does', async () => {
    const { stripe, pay } = story.shop
    const payment_method = 'pm_card_threeDSecureOptional'
    expect(await pay({ payment_method })).toMatchObject({
      ...{ status: 'succeeded', next_action: null },
      latest_charge: { payment_method_details: { card: { three_d_secure: null } } },
    })
    const payment_method_options = { card: { request_three_d_secure: 'any' as const } }
    const asked = await pay({ payment_method, payment_method_options })
    expect(asked).toMatchObject({ status: 'requires_action', latest_charge: null })
    const canceled = await stripe.paymentIntents.cancel(asked.id)
    expect(canceled).toMatchObject({ status: 'canceled', next_action: null })
  })

  test('one whose bank cannot show it is declined', async () => {
    const { id } = await story.shop.methodOf('4000008400001280')
    const refusal = await stripeError(story.shop.pay({ payment_method: id }))
    expect(refusal).toMatchObject({ type: 'StripeCardError', code: 'card_declined' })
  })

  test('a card that was set up with a challenge is charged without one; another is not', async () => {
    const { stripe, pay, methodOf } = story.shop
    const { id: payment_method } = await methodOf('4000003800000446')
    const kept = { customer: story.customer.id, payment_method }
    const asked = await stripe.setupIntents.create({
      ...{ ...kept, confirm: true, return_url: returnUrl },
    })
    expect(asked.status).toBe('requires_action')
    expect(await comeBack(asked, 'complete')).toMatchObject({ setup_intent: asked.id })
    const setUp = await stripe.setupIntents.retrieve(asked.id)
    expect(setUp).toMatchObject({ status: 'succeeded', usage: 'off_session', next_action: null })
    expect(await pay({ ...kept, off_session: true })).toMatchObject({ status: 'succeeded' })
    const { id: other } = await methodOf('4000002760003184')
    const refusal = await stripeError(pay({ payment_method: other, off_session: true }))
    expect(refusal).toMatchObject({
      ...{ type: 'StripeCardError', code: 'authentication_required' },
      ...{ decline_code: 'authentication_required' },
      payment_intent: { status: 'requires_payment_method' },
    })
  })
}

/**
 * The payer opens the bank's page, presses a button, and follows where it leads.
 * @returns what the shop is told in the address they come back to
 */
async function comeBack(
  { next_action }: Stripe.PaymentIntent | Stripe.SetupIntent,
  result: 'complete' | 'fail',
): Promise<Record<string, string>> {
  const answer = await answerChallenge(next_action?.redirect_to_url?.url ?? '', result)
  const { origin, pathname, searchParams } = new URL(answer.headers.get('location') ?? '')
  expect(origin + pathname).toBe('https://shop.example/thanks')
  return Object.fromEntries(searchParams)
}
