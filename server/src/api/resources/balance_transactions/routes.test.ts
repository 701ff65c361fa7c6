import { expect, test } from 'vitest'
import { testApi } from '../../../../test/api.ts'
import { money } from '../../../kernel/index.ts'
import { entry, facts, releaseDueFunds } from '../../../ledger/index.ts'
import { settleRefund } from '../../../payments/index.ts'

const api = await testApi()
const { tenant } = api
const key = api.keys.secret
const dayMs = 86_400_000
const usd = { amount: 2000, currency: 'usd', confirm: true, payment_method: 'pm_card_visa' }
const get = (path: string, params = {}) => api.ask('GET', path, { key, params })
const post = (path: string, params = {}) => api.ask('POST', path, { key, params })

interface Transaction {
  readonly id: string
  readonly currency: string
  readonly net: number
  readonly status: 'available' | 'pending'
}

/** What the transactions say the balance is. */
async function sums(): Promise<Record<string, number>> {
  const { body } = await get('/v1/balance_transactions', { limit: 100 })
  const totals: Record<string, number> = {}
  for (const { currency, net, status } of body.data as Transaction[]) {
    const name = `${currency} ${status}`
    totals[name] = (totals[name] ?? 0) + net
  }
  return totals
}

/** What the balance says. */
async function balance(): Promise<Record<string, number>> {
  const { body } = await get('/v1/balance')
  const totals: Record<string, number> = {}
  for (const status of ['available', 'pending'] as const) {
    for (const { currency, amount } of body[status]) totals[`${currency} ${status}`] = amount
  }
  return totals
}

/** Zeros say the same as nothing. */
const withoutZeros = (totals: Record<string, number>) =>
  Object.fromEntries(Object.entries(totals).filter(([, total]) => total !== 0))

async function balanceAgrees(): Promise<Record<string, number>> {
  const said = withoutZeros(await balance())
  expect(said).toEqual(withoutZeros(await sums()))
  return said
}

test('a merchant who was never paid has nothing in its own currency', async () => {
  expect((await get('/v1/balance')).body).toEqual({
    object: 'balance',
    available: [{ amount: 0, currency: 'usd', source_types: { card: 0 } }],
    livemode: false,
    pending: [{ amount: 0, currency: 'usd', source_types: { card: 0 } }],
  })
})

test('a charge is a transaction of its gross, its fee and the net', async () => {
  const paid = await post('/v1/payment_intents', {
    ...usd,
    description: 'Two coffees',
    expand: ['latest_charge.balance_transaction'],
  })
  const charge = paid.body.latest_charge
  const transaction = charge.balance_transaction
  expect(transaction).toMatchObject({
    ...{ object: 'balance_transaction', type: 'charge', reporting_category: 'charge' },
    ...{ amount: 2000, fee: 88, net: 1912, currency: 'usd', exchange_rate: null },
    ...{ source: charge.id, status: 'pending', description: 'Two coffees' },
    fee_details: [{ amount: 88, currency: 'usd', type: 'stripe_fee' }],
  })
  const { available_on, created } = transaction
  expect(available_on - created).toBeGreaterThan(86_400)
  const read = await get(`/v1/balance_transactions/${transaction.id}`, { expand: ['source'] })
  expect(read.body).toEqual({ ...transaction, source: expect.objectContaining({ id: charge.id }) })
  expect(await balanceAgrees()).toEqual({ 'usd pending': 1912 })
})

test('a refund takes away what it gave back', async () => {
  const paid = await post('/v1/payment_intents', usd)
  const refund = await post('/v1/refunds', {
    payment_intent: paid.body.id,
    amount: 500,
    expand: ['balance_transaction', 'charge.balance_transaction'],
  })
  expect(refund.body.balance_transaction).toMatchObject({
    ...{ type: 'refund', amount: -500, fee: 0, net: -500, fee_details: [] },
    ...{ source: refund.body.id, status: 'pending' },
  })
  expect(refund.body.charge.balance_transaction).toMatchObject({ type: 'charge', net: 1912 })
  await balanceAgrees()
})

test('a refund that failed is a transaction of its own, which returns what it took', async () => {
  const paid = await post('/v1/payment_intents', usd)
  const refund = await post('/v1/refunds', { payment_intent: paid.body.id })
  await settleRefund(api.context(tenant), refund.body.id, {
    ...{ outcome: 'declined', declineCode: 'generic_decline', processorCode: 'declined' },
    retry: 'never',
  })
  const failed = await get(`/v1/refunds/${refund.body.id}`, {
    expand: ['failure_balance_transaction', 'balance_transaction'],
  })
  expect(failed.body).toMatchObject({
    status: 'failed',
    balance_transaction: { type: 'refund', net: -2000 },
    failure_balance_transaction: { type: 'refund_failure', net: 2000, source: failed.body.id },
  })
  await balanceAgrees()
})

test('a payment in part is one transaction, of what was captured', async () => {
  const held = await post('/v1/payment_intents', { ...usd, capture_method: 'manual' })
  const before = (await get('/v1/balance_transactions')).body.data.length
  const taken = await post(`/v1/payment_intents/${held.body.id}/capture`, {
    amount_to_capture: 1200,
    expand: ['latest_charge.balance_transaction'],
  })
  expect(taken.body.latest_charge.balance_transaction).toMatchObject({ amount: 1200, fee: 65 })
  expect((await get('/v1/balance_transactions')).body.data).toHaveLength(before + 1)
  await balanceAgrees()
})

test('funds that skip the wait are available at once', async () => {
  await post('/v1/payment_intents', { ...usd, payment_method: 'pm_card_bypassPending' })
  expect(await balanceAgrees()).toMatchObject({ 'usd available': 1912 })
})

test('funds that are due are available before and after they are released', async () => {
  const before = await balanceAgrees()
  const booking = { merchantId: tenant.merchant.id, livemode: false, kind: 'captured' } as const
  const at = new Date(Date.now() - 3 * dayMs)
  const captured = entry(
    { ...booking, sourceId: 'ch_of_old', at, availableAt: new Date(Date.now() - dayMs) },
    facts.captured({ gross: money(1000, 'eur'), fee: money(40, 'eur') }),
  )
  const change = { merchantId: tenant.merchant.id, livemode: false, inserts: [], replaces: [] }
  await api.committer.commit({ ...change, entries: [captured] })
  const expected = { ...before, 'eur available': 960 }
  expect(await balanceAgrees()).toEqual(expected)
  await releaseDueFunds({
    queries: api.database.system,
    clock: { now: () => new Date() },
    commit: (release) => api.committer.commit(release),
  })
  expect(await balanceAgrees()).toEqual(expected)
})

test('transactions are listed newest first, page by page and by what is asked for', async () => {
  const all = (await get('/v1/balance_transactions', { limit: 100 })).body.data as Transaction[]
  const first = await get('/v1/balance_transactions', { limit: 2 })
  expect(first.body).toMatchObject({ object: 'list', has_more: true, data: all.slice(0, 2) })
  const rest = await get('/v1/balance_transactions', { starting_after: first.body.data[1].id })
  expect(rest.body.data).toEqual(all.slice(2))
  const ids = async (params: object) =>
    ((await get('/v1/balance_transactions', params)).body.data as { type: string }[]).map(
      ({ type }) => type,
    )
  expect(await ids({ type: 'refund' })).toEqual(['refund', 'refund'])
  expect(await ids({ type: 'payout' })).toEqual([])
  expect(await ids({ currency: 'eur' })).toEqual(['charge'])
  expect(await ids({ source: 'ch_of_old' })).toEqual(['charge'])
  expect(await ids({ created: { lt: Math.floor(Date.now() / 1000) - 86_400 } })).toEqual(['charge'])
})

test.for([
  ['/v1/balance_transactions/txn_none', {}, 404, 'id'],
  ['/v1/balance_transactions', { payout: 'po_1' }, 400, 'payout'],
  ['/v1/balance_transactions', { type: 'gift' }, 400, 'type'],
  ['/v1/balance_transactions', { starting_after: 'txn_none' }, 400, 'starting_after'],
] as const)('%s with %j is refused by name', async ([path, params, status, param]) => {
  const answer = await get(path, params)
  expect([answer.status, answer.body.error.param]).toEqual([status, param])
})

test('an entry is a transaction by its transaction id only, and only for its merchant', async () => {
  const [transaction] = (await get('/v1/balance_transactions')).body.data
  const entryId = transaction.id.replace('txn_', 'je_')
  expect((await get(`/v1/ledger/entries/${entryId}`)).status).toBe(200)
  expect((await get(`/v1/balance_transactions/${entryId}`)).status).toBe(404)
  expect((await get(`/v1/ledger/entries/${transaction.id}`)).status).toBe(404)
  const stranger = await api.stranger()
  for (const path of [`balance_transactions/${transaction.id}`, `ledger/entries/${entryId}`]) {
    expect((await api.ask('GET', `/v1/${path}`, { key: stranger.secret })).status).toBe(404)
  }
})
