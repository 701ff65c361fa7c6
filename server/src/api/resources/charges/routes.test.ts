import { expect, test } from 'vitest'
import { testApi } from '../../../../test/api.ts'
import { openShop } from '../../../../test/shop.ts'
import { stripeError } from '../../../../test/stripe.ts'

const api = await testApi()
const { stripe } = await openShop(api)
const pay = (more: object = {}) =>
  stripe.paymentIntents.create({
    ...{ amount: 2000, currency: 'usd', payment_method: 'pm_card_visa', confirm: true },
    ...more,
  })

test('a charge can be described, and an event tells what it was before', async () => {
  const { latest_charge } = await pay()
  const id = String(latest_charge)
  const updated = await stripe.charges.update(id, {
    ...{ description: 'A chair', receipt_email: 'a@b.example', metadata: { order: '7' } },
    ...{ fraud_details: { user_report: 'safe' }, transfer_group: 'g1' },
  })
  expect(updated).toMatchObject({
    ...{ description: 'A chair', receipt_email: 'a@b.example', metadata: { order: '7' } },
    ...{ fraud_details: { user_report: 'safe' }, transfer_group: 'g1' },
  })
  const [event] = (await stripe.events.list({ type: 'charge.updated', limit: 1 })).data
  expect(event?.data).toMatchObject({
    object: { id, description: 'A chair' },
    previous_attributes: { description: null, receipt_email: null, transfer_group: null },
  })
})

test('a customer is given to a charge once', async () => {
  const [first, second] = [await stripe.customers.create({}), await stripe.customers.create({})]
  const { latest_charge } = await pay()
  const id = String(latest_charge)
  expect((await stripe.charges.update(id, { customer: first.id })).customer).toBe(first.id)
  const refusal = await stripeError(stripe.charges.update(id, { customer: second.id }))
  expect(refusal).toMatchObject({ statusCode: 400, param: 'customer' })
})

test('lists go both ways, and by customer, intent and group', async () => {
  const { id: customer } = await stripe.customers.create({})
  const ids: string[] = []
  for (const order of ['1', '2', '3']) {
    const { latest_charge } = await pay({ customer, transfer_group: `group ${order}` })
    ids.unshift(String(latest_charge))
  }
  const all = await stripe.charges.list({ customer, limit: 2 })
  expect(all.data.map(({ id }) => id)).toEqual(ids.slice(0, 2))
  expect(all).toMatchObject({ object: 'list', has_more: true, url: '/v1/charges' })
  const next = await stripe.charges.list({ customer, starting_after: String(ids[1]) })
  expect(next.data.map(({ id }) => id)).toEqual(ids.slice(2))
  const before = await stripe.charges.list({ customer, ending_before: String(ids[1]) })
  expect(before.data.map(({ id }) => id)).toEqual(ids.slice(0, 1))
  const seen: string[] = []
  for await (const { id } of stripe.charges.list({ customer, limit: 1 })) seen.push(id)
  expect(seen).toEqual(ids)
  const grouped = await stripe.charges.list({ transfer_group: 'group 2' })
  expect(grouped.data.map(({ id }) => id)).toEqual([ids[1]])
  expect(await stripeError(stripe.charges.list({ customer: 'cus_nobody' }))).toMatchObject({
    ...{ statusCode: 400, code: 'resource_missing', param: 'customer' },
  })
})

test('an attempt that nobody has answered is no charge', async () => {
  const challenged = await pay({ payment_method: 'pm_card_threeDSecure2Required' })
  const charges = await stripe.charges.list({ payment_intent: challenged.id })
  expect(charges.data).toEqual([])
  const [row] = await api.sql<{ id: string }>('select id from attempts where intent_id = $1', [
    challenged.id,
  ])
  const refusal = await stripeError(stripe.charges.retrieve(String(row?.id)))
  expect(refusal).toMatchObject({ statusCode: 404, code: 'resource_missing', param: 'id' })
})

test('a canceled hold counts as refunded', async () => {
  const held = await pay({ capture_method: 'manual' })
  await stripe.paymentIntents.cancel(held.id)
  expect(await stripe.charges.retrieve(String(held.latest_charge))).toMatchObject({
    ...{ captured: false, refunded: true, amount_refunded: 2000, amount_captured: 0 },
    ...{ paid: true, status: 'succeeded', balance_transaction: null },
  })
})

test('charges expand four deep, and refuse what cannot be', async () => {
  const { id: customer } = await stripe.customers.create({ name: 'Ann' })
  const intent = await pay({ customer })
  await stripe.refunds.create({ payment_intent: intent.id, amount: 300 })
  const charge = await stripe.charges.retrieve(String(intent.latest_charge), {
    expand: ['customer', 'payment_intent.payment_method', 'refunds.data.payment_intent'],
  })
  expect(charge).toMatchObject({
    customer: { object: 'customer', name: 'Ann' },
    payment_intent: { object: 'payment_intent', payment_method: { object: 'payment_method' } },
    refunds: {
      object: 'list',
      has_more: false,
      data: [{ amount: 300, payment_intent: { id: intent.id } }],
    },
  })
  const refusal = await stripeError(
    stripe.charges.retrieve(charge.id, { expand: ['outcome.rule.colour'] }),
  )
  expect(refusal.statusCode).toBe(400)
})

test('charges and intents are found by what they are', async () => {
  const { id: customer } = await stripe.customers.create({})
  const intent = await pay({ customer, amount: 7777, metadata: { basket: 'blue' } })
  await pay({ customer, amount: 8888 })
  const charges = await stripe.charges.search({
    query: `customer:"${customer}" AND amount>7000 AND payment_method_details.card.last4:"4242" AND status:"succeeded"`,
  })
  expect(charges.data.map(({ amount }) => amount)).toEqual([8888, 7777])
  const intents = await stripe.paymentIntents.search({
    query: `metadata["basket"]:"blue" AND -status:"canceled"`,
  })
  expect(intents.data.map(({ id }) => id)).toEqual([intent.id])
})

test('a charge has a receipt that its address alone opens', async () => {
  const intent = await pay({ amount: 123_456, description: 'Chairs <and> tables' })
  await stripe.refunds.create({ payment_intent: intent.id, amount: 456 })
  const charge = await stripe.charges.retrieve(String(intent.latest_charge))
  const page = await fetch(String(charge.receipt_url))
  expect(page.status).toBe(200)
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  const html = await page.text()
  for (const fact of ['$1,234.56', '$4.56', 'Visa ending in 4242', 'Chairs &#60;and&#62; tables']) {
    expect(html).toContain(fact)
  }
  const wrong = String(charge.receipt_url).replace(/\w{24}$/, 'x'.repeat(24))
  expect((await fetch(wrong)).status).toBe(404)
  expect((await fetch(String(charge.receipt_url).replace('/test/', '/live/'))).status).toBe(404)
})
