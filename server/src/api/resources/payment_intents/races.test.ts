import { expect, test } from 'vitest'
import { testApi } from '../../../../test/api.ts'
import { openShop } from '../../../../test/shop.ts'

const api = await testApi()
const { stripe, tenant } = await openShop(api)
const pay = { amount: 10_000, currency: 'usd', payment_method: 'pm_card_visa', confirm: true }

function charged(): number {
  const book = api.simulators.controls.stripe.book()
  return book.filter(({ kind }) => kind === 'authorize').length
}

test('a hundred callers with one idempotency key make one charge', async () => {
  const before = charged()
  const callers = Array.from({ length: 100 }, () =>
    stripe.paymentIntents
      .create(pay, { idempotencyKey: 'one and the same' })
      .then(({ id }) => id)
      .catch((error: { statusCode: number; code: string }) => `${error.statusCode} ${error.code}`),
  )
  const answers = new Set(await Promise.all(callers))
  answers.delete('409 idempotency_key_in_use')
  expect(answers.size).toBe(1)
  expect(charged() - before).toBe(1)
  const again = await stripe.paymentIntents.create(pay, { idempotencyKey: 'one and the same' })
  expect([...answers]).toEqual([again.id])
  const { data } = await stripe.paymentIntents.list({ limit: 100 })
  expect(data).toHaveLength(1)
})

test('two racing captures make one', async () => {
  const held = await stripe.paymentIntents.create({ ...pay, capture_method: 'manual' })
  const results = await Promise.allSettled([
    stripe.paymentIntents.capture(held.id, { amount_to_capture: 6_000 }),
    stripe.paymentIntents.capture(held.id, { amount_to_capture: 7_000 }),
  ])
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const after = await stripe.paymentIntents.retrieve(held.id)
  expect([6_000, 7_000]).toContain(after.amount_received)
})

test('twenty racing confirmations of an intent charge once', async () => {
  const before = charged()
  const { id } = await stripe.paymentIntents.create({ amount: 10_000, currency: 'usd' })
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, () =>
      stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' }),
    ),
  )
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const result of results) {
    if (result.status === 'fulfilled') continue
    expect(result.reason).toMatchObject({ code: 'payment_intent_unexpected_state' })
  }
  expect(charged() - before).toBe(1)
})

test('a capture and a cancellation that race leave one outcome, and a book that adds up', async () => {
  const held = await stripe.paymentIntents.create({ ...pay, capture_method: 'manual' })
  const results = await Promise.allSettled([
    stripe.paymentIntents.capture(held.id),
    stripe.paymentIntents.cancel(held.id),
  ])
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const sums = await api.sql(
    `select sum(posted_debits - posted_credits)::int as posted, sum(pending_debits - pending_credits)::int as pending
      from account_balances where merchant_id = $1`,
    [tenant.merchant.id],
  )
  expect(sums).toEqual([{ posted: 0, pending: 0 }])
})
