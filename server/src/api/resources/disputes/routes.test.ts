import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { testApi } from '../../../../test/api.ts'
import { atProcessor, disputedPayment, disputeUntil } from '../../../../test/disputes.ts'
import { eventually, openShop, type Shop } from '../../../../test/shop.ts'
import { stripeError } from '../../../../test/stripe.ts'

const api = await testApi()
const shops = { stripe: await openShop(api), adyen: await openShop(api, ['adyen']) }
const processors = ['stripe', 'adyen'] as const

/** What is owed to a shop, available and pending together. */
async function owed({ stripe }: Shop): Promise<number> {
  const { available, pending } = await stripe.balance.retrieve()
  return [...available, ...pending].reduce((sum, { amount }) => sum + amount, 0)
}

/** The types of what was told of a dispute, in order. */
async function toldOf({ stripe }: Shop, id: string): Promise<string[]> {
  const { data } = await stripe.events.list({ limit: 100 })
  return data
    .filter((event) => (event.data.object as { id?: string }).id === id)
    .map(({ type }) => type.replace('charge.dispute.', ''))
    .reverse()
}

const money = ({ balance_transactions: all }: Stripe.Dispute) =>
  all.map(({ amount, fee, reporting_category: category }) => `${category} ${amount} fee ${fee}`)

test.each(processors)('%s: a chargeback takes the money and a fee', async (processor) => {
  const shop = shops[processor]
  const before = await owed(shop)
  const { intent, dispute } = await disputedPayment(shop)
  expect(dispute).toMatchObject({
    ...{ object: 'dispute', amount: 5000, currency: 'usd', reason: 'fraudulent' },
    ...{ status: 'needs_response', is_charge_refundable: false, livemode: false, metadata: {} },
    ...{ charge: intent.latest_charge, payment_intent: intent.id },
    evidence_details: { has_evidence: false, past_due: false, submission_count: 0 },
    payment_method_details: {
      card: { brand: 'visa', case_type: 'chargeback', network_reason_code: '10.4' },
      type: 'card',
    },
  })
  expect(dispute.evidence_details.due_by).toBeGreaterThan(Date.now() / 1000)
  expect(money(dispute)).toEqual(['dispute -5000 fee 1500'])
  const [transaction] = dispute.balance_transactions
  expect(
    await shop.stripe.balanceTransactions.list({ source: dispute.id, type: 'adjustment' }),
  ).toMatchObject({ data: [transaction] })
  const fee = 175
  expect(await owed(shop)).toBe(before + 5000 - fee - 5000 - 1500)
  const charge = await shop.stripe.charges.retrieve(String(intent.latest_charge), {
    expand: ['dispute.charge'],
  })
  expect(charge).toMatchObject({ disputed: true, dispute: { id: dispute.id } })
  expect(await toldOf(shop, dispute.id)).toEqual(['created', 'funds_withdrawn'])
})

test.each(processors)('%s: a dispute that is won brings the money back', async (processor) => {
  const shop = shops[processor]
  const { dispute } = await disputedPayment(shop)
  const before = await owed(shop)
  await atProcessor(api, shop, dispute.id, 'win')
  const won = await disputeUntil(shop, dispute.id, 'won')
  expect(money(won)).toEqual(['dispute -5000 fee 1500', 'dispute_reversal 5000 fee 0'])
  expect(await owed(shop)).toBe(before + 5000)
  expect((await toldOf(shop, dispute.id)).filter((type) => type !== 'updated')).toEqual([
    ...['created', 'funds_withdrawn', 'closed', 'funds_reinstated'],
  ])
})

test.each(processors)('%s: a dispute that is accepted is lost', async (processor) => {
  const shop = shops[processor]
  const { dispute } = await disputedPayment(shop)
  const before = await owed(shop)
  await atProcessor(api, shop, dispute.id, 'accept')
  const lost = await disputeUntil(shop, dispute.id, 'lost')
  expect(money(lost)).toEqual(['dispute -5000 fee 1500'])
  expect(await owed(shop)).toBe(before)
  expect(await toldOf(shop, dispute.id)).toEqual(['created', 'funds_withdrawn', 'closed'])
})

test('adyen: what is charged back a second time takes the money again, and no second fee', async () => {
  const { dispute } = await disputedPayment(shops.adyen)
  await atProcessor(api, shops.adyen, dispute.id, 'lose')
  const lost = await disputeUntil(shops.adyen, dispute.id, 'lost')
  expect(money(lost)).toEqual([
    ...['dispute -5000 fee 1500', 'dispute_reversal 5000 fee 0', 'dispute -5000 fee 0'],
  ])
})

test.each(processors)(
  '%s: an inquiry takes nothing, and its charge can be refunded',
  async (processor) => {
    const shop = shops[processor]
    const { intent, dispute } = await disputedPayment(shop, {
      card: 'pm_card_createDisputeInquiry',
    })
    expect(dispute).toMatchObject({
      ...{ status: 'warning_needs_response', is_charge_refundable: true, balance_transactions: [] },
      payment_method_details: { card: { case_type: 'inquiry' } },
    })
    const charge = await shop.stripe.charges.retrieve(String(intent.latest_charge))
    expect(charge).toMatchObject({ disputed: false, dispute: dispute.id })
    const refund = await shop.stripe.refunds.create({ payment_intent: intent.id })
    expect(['succeeded', 'pending']).toContain(refund.status)
  },
)

test('what was charged back is not refunded as well', async () => {
  const { intent } = await disputedPayment(shops.stripe)
  const refusal = await stripeError(
    shops.stripe.stripe.refunds.create({ payment_intent: intent.id }),
  )
  expect(refusal).toMatchObject({ statusCode: 400, code: 'charge_disputed' })
})

test('a merchant whose funds do not reach owes the rest', async () => {
  const shop = await openShop(api)
  await disputedPayment(shop)
  const { available } = await shop.stripe.balance.retrieve()
  expect(available).toMatchObject([{ amount: -6500, currency: 'usd' }])
})

test.each(processors)(
  '%s: notifications twice, late and out of order move the money once',
  async (processor) => {
    const shop = await openShop(api, [processor])
    api.simulators.controls[processor].addFaults([
      { operation: 'notification', fault: 'duplicate', count: 3, probability: 0.5 },
      { operation: 'notification', fault: 'reorder', ms: 200, probability: 0.5 },
    ])
    const { dispute } = await disputedPayment(shop)
    await atProcessor(api, shop, dispute.id, 'win')
    await disputeUntil(shop, dispute.id, 'won')
    await eventually(
      async () => api.simulators.controls[processor].deliveries(),
      (all) => all.every(({ status }) => status !== 'pending'),
    )
    api.simulators.controls[processor].clearFaults()
    const after = await shop.stripe.disputes.retrieve(dispute.id)
    expect(money(after)).toEqual(['dispute -5000 fee 1500', 'dispute_reversal 5000 fee 0'])
    expect((await toldOf(shop, dispute.id)).filter((type) => type !== 'updated')).toEqual([
      ...['created', 'funds_withdrawn', 'closed', 'funds_reinstated'],
    ])
  },
)

test('a dispute about another amount is not applied, and somebody is told', async () => {
  const shop = await openShop(api)
  api.simulators.controls.stripe.addFaults([
    { operation: 'lookup', fault: 'wrong_amount', probability: 1 },
  ])
  const { id } = await shop.stripe.paymentIntents.create({
    ...{ amount: 5000, currency: 'usd', payment_method: 'pm_card_createDispute', confirm: true },
  })
  await eventually(
    async () => api.alerts,
    (alerts) => alerts.some((alert) => alert.startsWith('A dispute does not fit its charge')),
  )
  const { data } = await shop.stripe.disputes.list({ payment_intent: id })
  expect(data).toEqual([])
  expect(await owed(shop)).toBe(5000 - 175)
  api.simulators.controls.stripe.clearFaults()
})

test('disputes are listed by charge, and each is known by its id alone', async () => {
  const shop = await openShop(api)
  const first = await disputedPayment(shop)
  const second = await disputedPayment(shop, { card: 'pm_card_createDisputeProductNotReceived' })
  expect(second.dispute.reason).toBe('product_not_received')
  const page = await shop.stripe.disputes.list({ limit: 1 })
  expect(page).toMatchObject({ data: [{ id: second.dispute.id }], has_more: true })
  const { data } = await shop.stripe.disputes.list({ charge: String(first.intent.latest_charge) })
  expect(data.map(({ id }) => id)).toEqual([first.dispute.id])
  const expanded = await shop.stripe.disputes.retrieve(first.dispute.id, {
    expand: ['charge', 'payment_intent'],
  })
  expect(expanded).toMatchObject({ charge: { object: 'charge' }, payment_intent: first.intent })
  expect(await stripeError(shop.stripe.disputes.retrieve('dp_nothing'))).toMatchObject({
    ...{ statusCode: 404, code: 'resource_missing', param: 'id' },
  })
  expect(await stripeError(shops.stripe.stripe.disputes.retrieve(first.dispute.id))).toMatchObject({
    ...{ statusCode: 404 },
  })
})
