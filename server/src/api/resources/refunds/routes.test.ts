import { expect, test } from 'vitest'
import { testApi } from '../../../../test/api.ts'
import { eventually, openShop } from '../../../../test/shop.ts'
import { stripeError } from '../../../../test/stripe.ts'

const api = await testApi()
const shops = { stripe: await openShop(api), adyen: await openShop(api, ['adyen']) }
const { stripe } = shops.stripe

const pay = (amount: number, payment_method = 'pm_card_visa', client = stripe) =>
  client.paymentIntents.create({ amount, currency: 'usd', payment_method, confirm: true })

test('two refunds of a payment, and a third over the rest refused', async () => {
  const intent = await pay(1000)
  const charge = String(intent.latest_charge)
  const first = await stripe.refunds.create({
    ...{ payment_intent: intent.id, amount: 300, reason: 'requested_by_customer' },
    metadata: { why: 'torn' },
  })
  expect(first).toMatchObject({
    ...{ object: 'refund', amount: 300, currency: 'usd', status: 'succeeded', charge },
    ...{ payment_intent: intent.id, reason: 'requested_by_customer', metadata: { why: 'torn' } },
  })
  expect(first.balance_transaction).toMatch(/^txn_/)
  await stripe.refunds.create({ charge, amount: 200 })
  const refusal = await stripeError(stripe.refunds.create({ charge, amount: 600 }))
  expect(refusal).toMatchObject({
    ...{ statusCode: 400, param: 'amount', code: undefined },
    message: 'Refund amount ($6.00) is greater than unrefunded amount on charge ($5.00)',
  })
  expect(await stripe.charges.retrieve(charge)).toMatchObject({
    ...{ amount_refunded: 500, refunded: false },
  })
  await stripe.refunds.create({ charge })
  expect(await stripe.charges.retrieve(charge)).toMatchObject({
    ...{ amount_refunded: 1000, refunded: true },
  })
  expect(await stripeError(stripe.refunds.create({ charge }))).toMatchObject({
    ...{ statusCode: 400, code: 'charge_already_refunded' },
  })
  const refunds = await stripe.refunds.list({ payment_intent: intent.id })
  expect(refunds.data.map(({ amount }) => amount)).toEqual([500, 200, 300])
  const events = await stripe.events.list({ type: 'charge.refunded', limit: 3 })
  expect(
    events.data.map(({ data }) => (data.object as { amount_refunded: number }).amount_refunded),
  ).toEqual([1000, 500, 300])
})

test('of fifty racing refunds of 60 on a capture of 100, exactly one is made', async () => {
  const intent = await pay(10_000)
  const results = await Promise.allSettled(
    Array.from({ length: 50 }, () =>
      stripe.refunds.create({ payment_intent: intent.id, amount: 6_000 }),
    ),
  )
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const result of results) {
    if (result.status === 'rejected')
      expect(result.reason).toMatchObject({ statusCode: 400, param: 'amount' })
  }
  const { data } = await stripe.refunds.list({ payment_intent: intent.id })
  expect(data.map(({ amount }) => amount)).toEqual([6_000])
})

test('a refund keeps its metadata, and nothing else of it changes', async () => {
  const intent = await pay(900)
  const refund = await stripe.refunds.create({ payment_intent: intent.id, metadata: { a: '1' } })
  const updated = await stripe.refunds.update(refund.id, { metadata: { a: '', b: '2' } })
  expect(updated.metadata).toEqual({ b: '2' })
  expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({ metadata: { b: '2' } })
  const refusal = await stripeError(stripe.refunds.update(refund.id, { amount: 5 } as never))
  expect(refusal).toMatchObject({ code: 'parameter_unknown', param: 'amount' })
})

test('a refund to a card cannot be canceled', async () => {
  const { id } = await stripe.refunds.create({ payment_intent: (await pay(900)).id })
  const refusal = await stripeError(stripe.refunds.cancel(id))
  expect(refusal.statusCode).toBe(400)
  expect(refusal.message).toContain('cannot be canceled')
})

test('what took no money has nothing to refund', async () => {
  const open = await stripe.paymentIntents.create({ amount: 900, currency: 'usd' })
  const unpaid = await stripeError(stripe.refunds.create({ payment_intent: open.id }))
  expect(unpaid).toMatchObject({ statusCode: 400, param: 'payment_intent' })
  for (const [params, code, param] of [
    [{}, 'parameter_missing', undefined],
    [{ charge: 'ch_nothing' }, 'resource_missing', 'charge'],
    [{ payment_intent: 'pi_nothing' }, 'resource_missing', 'payment_intent'],
    [{ charge: 'ch_x', reverse_transfer: true }, undefined, 'reverse_transfer'],
    [{ charge: 'ch_x', reason: 'no reason' }, undefined, 'reason'],
  ] as const) {
    const refusal = await stripeError(stripe.refunds.create(params as never))
    expect({ status: refusal.statusCode, code: refusal.code, param: refusal.param }).toEqual({
      ...{ status: 400, code, param },
    })
  }
  expect(await stripeError(stripe.refunds.retrieve('re_nothing'))).toMatchObject({
    ...{ statusCode: 404, code: 'resource_missing', param: 'id' },
  })
})

test('a refund that is confirmed later is pending until the processor says so', async () => {
  for (const [client, card] of [
    [stripe, 'pm_card_pendingRefund'],
    [shops.adyen.stripe, 'pm_card_visa'],
  ] as const) {
    const intent = await pay(1200, card, client)
    const refund = await client.refunds.create({ payment_intent: intent.id })
    expect(refund).toMatchObject({ status: 'pending', pending_reason: 'processing' })
    const done = await eventually(
      () => client.refunds.retrieve(refund.id),
      ({ status }) => status === 'succeeded',
    )
    expect(done.failure_reason).toBeUndefined()
  }
})

test('a refund that comes back gives the money back to the merchant, who may refund again', async () => {
  const intent = await pay(1300, 'pm_card_refundFail')
  const refund = await stripe.refunds.create({ payment_intent: intent.id })
  const failed = await eventually(
    () => stripe.refunds.retrieve(refund.id),
    ({ status }) => status === 'failed',
  )
  expect(failed.failure_balance_transaction).toMatch(/^txn_/)
  expect(failed.failure_reason).toBeTypeOf('string')
  expect(await stripe.charges.retrieve(String(intent.latest_charge))).toMatchObject({
    ...{ amount_refunded: 0, refunded: false },
  })
})
