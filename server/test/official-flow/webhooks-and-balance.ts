import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { eventually } from '../shop.ts'
import type { Story } from './shop.ts'

/** What the shop is told by itself, and what it has at the end. */
export function webhooksAndBalance(story: Story): void {
  test('the shop is told of every event, signed, and of nothing else', async () => {
    const { stripe, receiver, webhookSecret } = story.shop
    await eventually(
      async () => {
        const events = await stripe.events.list({ limit: 100 }).autoPagingToArray({ limit: 9_999 })
        const told = new Set(receiver.received.map(({ eventId }) => eventId))
        return [events.map(({ id }) => id).sort(), [...told].sort()]
      },
      ([happened, told]) => isDeepStrictEqual(happened, told),
    )
    const events = receiver.received.map(({ body, headers }) =>
      stripe.webhooks.constructEvent(body, headers['stripe-signature'] ?? '', webhookSecret),
    )
    const ofOrder = events.filter(({ data }) => isAbout(data.object, story.order.id))
    expect([...new Set(ofOrder.map(({ type }) => type))].sort()).toEqual([
      ...['charge.captured', 'charge.refund.updated', 'charge.refunded', 'charge.succeeded'],
      ...['payment_intent.amount_capturable_updated', 'payment_intent.created'],
      ...['payment_intent.succeeded', 'refund.created', 'refund.updated'],
    ])
  })

  test('and believes nobody else', () => {
    const { stripe, receiver, webhookSecret } = story.shop
    const { body = '', headers = {} } = receiver.received[0] ?? {}
    const signature = headers['stripe-signature'] ?? ''
    const open = (text: string, secret: string) =>
      stripe.webhooks.constructEvent(text, signature, secret)
    expect(open(body, webhookSecret).object).toBe('event')
    expect(() => open(`${body} `, webhookSecret)).toThrow('No signatures found')
    expect(() => open(body, `${webhookSecret}x`)).toThrow('No signatures found')
  })

  test('its balance is what its transactions add up to', async () => {
    const { stripe, pay } = story.shop
    await pay({ amount: 5_000, payment_method: 'pm_card_bypassPending' })
    const sums: Record<string, number> = { available: 0, pending: 0 }
    for await (const { status, net } of stripe.balanceTransactions.list({ limit: 20 })) {
      sums[status] = (sums[status] ?? 0) + net
    }
    expect(await stripe.balance.retrieve()).toMatchObject({
      available: [{ amount: sums['available'], currency: 'usd' }],
      pending: [{ amount: sums['pending'], currency: 'usd' }],
    })
    // Each less 2.9 % and 30 cents: 5,000; 24 times 2,000, 8 times 3,000, 6,000. Given back: 4,000 and 2,000.
    const pending = 24 * 1_912 + 8 * 2_883 + 5_796 - 4_000 - 2_000
    expect(sums).toEqual({ available: 4_825, pending })
  })
}

const isAbout = (object: object, intent: string) =>
  ('id' in object && object.id === intent) ||
  ('payment_intent' in object && object.payment_intent === intent)
