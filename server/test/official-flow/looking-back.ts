import { expect, test } from 'vitest'
import { stripeError } from '../stripe.ts'
import type { Story } from './shop.ts'

const idsOf = (objects: readonly { readonly id: string }[]) => objects.map(({ id }) => id)

/** All of it read again: page by page, several objects at once, and by what is known of them. */
export function lookingBack(story: Story): void {
  test('lists are paged through by themselves, both ways', async () => {
    const { stripe, intents } = story.shop
    const newestFirst = [...intents].reverse()
    const all = await stripe.paymentIntents.list({ limit: 9 }).autoPagingToArray({ limit: 1_000 })
    expect(idsOf(all)).toEqual(newestFirst)
    const newer: string[] = []
    const from = { limit: 9, ending_before: intents[0] ?? '' }
    for await (const { id } of stripe.paymentIntents.list(from)) newer.push(id)
    expect(newer).toEqual(intents.slice(1))
    const firstTwelve: string[] = []
    await stripe.paymentIntents.list({ limit: 5 }).autoPagingEach(({ id }) => {
      firstTwelve.push(id)
      return firstTwelve.length < 12
    })
    expect(firstTwelve).toEqual(newestFirst.slice(0, 12))
  })

  test('four levels are expanded at once, in lists too, and no fifth', async () => {
    const { stripe } = story.shop
    const { id } = story.order
    const deep = await stripe.paymentIntents.retrieve(id, {
      expand: [
        'latest_charge.balance_transaction.source.customer',
        'latest_charge.refunds.data.balance_transaction',
        'payment_method',
      ],
    })
    expect(deep).toMatchObject({
      payment_method: { id: story.card.id, card: { last4: '4242' } },
      latest_charge: {
        balance_transaction: {
          net: 5_796,
          source: { customer: { id: story.customer.id, name: 'Ada Lindqvist' } },
        },
        refunds: {
          ...{ object: 'list', has_more: false },
          data: [
            { balance_transaction: { net: -1_500 } },
            { balance_transaction: { net: -2_500 } },
          ],
        },
      },
    })
    const { data } = await stripe.paymentIntents.list({
      ...{ limit: 1, customer: story.customer.id },
      expand: ['data.latest_charge.payment_intent.customer'],
    })
    expect(data).toMatchObject([
      { id, latest_charge: { payment_intent: { id, customer: { email: 'ada@example.com' } } } },
    ])
    const expand = ['latest_charge.balance_transaction.source.payment_intent.customer']
    const tooDeep = await stripeError(stripe.paymentIntents.retrieve(id, { expand }))
    expect([tooDeep.statusCode, tooDeep.code]).toEqual([400, 'property_expansion_max_depth'])
    const wrong = await stripeError(stripe.paymentIntents.retrieve(id, { expand: ['amount'] }))
    expect(wrong.message).toBe('This property cannot be expanded (amount).')
  })

  test('what is known of it finds it', async () => {
    const { stripe } = story.shop
    const query = "metadata['order']:'1001' AND status:'succeeded'"
    expect(idsOf((await stripe.paymentIntents.search({ query })).data)).toEqual([story.order.id])
    const ada = await stripe.customers.search({ query: "email:'ada@example.com' AND name~'lind'" })
    expect(ada.data).toMatchObject([{ id: story.customer.id }])
    const amex = "payment_method_details.card.brand:'amex' AND amount>2000"
    const charges = await stripe.charges.search({ query: amex, expand: ['total_count'] })
    expect(charges).toMatchObject({ total_count: 1, data: [{ amount: 3_000 }] })
    const failed = new Set<unknown>()
    const pages = stripe.charges.search({ query: "status:'failed'", limit: 4 })
    for await (const { payment_intent } of pages) failed.add(payment_intent)
    // Nine declined cards, one that was kept first, and four whose banks wanted to see their holder.
    expect(failed.size).toBe(14)
  })
}
