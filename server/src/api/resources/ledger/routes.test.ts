import { expect, test } from 'vitest'
import { testApi } from '../../../../test/api.ts'
import { sealBlocks } from '../../../ledger/index.ts'

const api = await testApi()
const key = api.keys.secret
const get = (path: string, params = {}) => api.ask('GET', path, { key, params })
const post = (path: string, params = {}) => api.ask('POST', path, { key, params })
const usd = { amount: 2000, currency: 'usd', confirm: true, payment_method: 'pm_card_visa' }

const paid = (await post('/v1/payment_intents', usd)).body
const refund = (await post('/v1/refunds', { payment_intent: paid.id, amount: 500 })).body
const held = (await post('/v1/payment_intents', { ...usd, capture_method: 'manual' })).body

test('an entry shows its postings, and the object it is of', async () => {
  const { body } = await get('/v1/ledger/entries', { source: paid.latest_charge })
  expect(body.data).toMatchObject([
    {
      ...{ object: 'ledger_entry', kind: 'captured', sequence: 1, currency: 'usd' },
      ...{ source: paid.latest_charge, settles: null },
      postings: [
        { account: 'processor_clearing', amount: 2000, phase: 'posted', side: 'debit' },
        { account: 'merchant_pending', amount: 1912, phase: 'posted', side: 'credit' },
        { account: 'psp_fee_revenue', amount: 88, phase: 'posted', side: 'credit' },
      ],
    },
  ])
  const [{ id }] = body.data
  const one = await get(`/v1/ledger/entries/${id}`, { expand: ['source'] })
  expect(one.body).toEqual({
    ...body.data[0],
    source: expect.objectContaining({ id: paid.latest_charge, object: 'charge' }),
  })
})

test('a capture of a hold settles its pending entry', async () => {
  const holding = (await get('/v1/ledger/entries', { kind: 'authorized' })).body.data[0]
  expect(holding.postings).toEqual([
    { account: 'processor_clearing', amount: 2000, phase: 'pending', side: 'debit' },
    { account: 'merchant_pending', amount: 2000, phase: 'pending', side: 'credit' },
  ])
  await post(`/v1/payment_intents/${held.id}/capture`)
  const settling = (
    await get('/v1/ledger/entries', { source: holding.source, expand: ['data.settles'] })
  ).body.data[0]
  expect(settling).toMatchObject({ kind: 'captured', settles: { id: holding.id } })
  expect(settling.postings).toHaveLength(5)
})

test('entries are found by account, kind and source', async () => {
  const kinds = async (params: object) =>
    ((await get('/v1/ledger/entries', params)).body.data as { kind: string }[]).map(
      ({ kind }) => kind,
    )
  expect(await kinds({ account: 'psp_fee_revenue' })).toEqual(['captured', 'captured'])
  expect(await kinds({ account: 'bank' })).toEqual([])
  expect(await kinds({ source: refund.id })).toEqual(['refunded'])
  expect(await kinds({ kind: 'authorized' })).toEqual(['authorized'])
  expect((await get('/v1/ledger/entries', { account: 'pocket' })).body.error.param).toBe('account')
})

test('accounts have their balance on the side they grow on, and what is held', async () => {
  const { body } = await get('/v1/ledger/accounts')
  expect(body.has_more).toBe(false)
  expect(
    body.data.map((account: Record<string, unknown>) => [
      ...[account['id'], account['balance'], account['held'], account['normal_side']],
    ]),
  ).toEqual([
    ['merchant_pending_usd', 3324, 0, 'credit'],
    ['processor_clearing_usd', 3500, 0, 'debit'],
    ['psp_fee_revenue_usd', 176, 0, 'credit'],
  ])
  const page = await get('/v1/ledger/accounts', {
    starting_after: 'merchant_pending_usd',
    limit: 1,
  })
  expect(page.body).toMatchObject({ has_more: true, data: [{ account: 'processor_clearing' }] })
  expect((await get('/v1/ledger/accounts', { currency: 'eur' })).body.data).toEqual([])
})

test('a trial balance has as much on one side as on the other, and says how far the book is sealed', async () => {
  const clock = { now: () => new Date() }
  await sealBlocks({ queries: api.database.system, clock })
  const { body } = await get('/v1/ledger/trial_balance')
  expect(body).toMatchObject({
    object: 'ledger_trial_balance',
    chain: { entries: 4, sealed: 4, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    currencies: [
      {
        ...{ currency: 'usd', debit: 3500, credit: 3500 },
        accounts: [
          { account: 'merchant_pending', debit: 0, credit: 3324, held: 0 },
          { account: 'processor_clearing', debit: 3500, credit: 0, held: 0 },
          { account: 'psp_fee_revenue', debit: 0, credit: 176, held: 0 },
        ],
      },
    ],
  })
})

test('as of a past moment it is what the entries until then make', async () => {
  const [last] = (await get('/v1/ledger/entries', { limit: 1 })).body.data
  const now = await get('/v1/ledger/trial_balance', { as_of: last.effective_at })
  const { body } = await get('/v1/ledger/trial_balance')
  expect(now.body.currencies).toEqual(body.currencies)
  const before = await get('/v1/ledger/trial_balance', { as_of: last.effective_at - 86_400 })
  expect(before.body.currencies).toEqual([])
  await api.sql(
    `set session_replication_role = replica;
     update journal_entries set effective_at = effective_at - interval '1 day' where seq = 1;
     set session_replication_role = origin`,
  )
  const yesterday = await get('/v1/ledger/trial_balance', { as_of: last.effective_at - 80_000 })
  expect(yesterday.body.currencies).toMatchObject([{ debit: 2000, credit: 2000 }])
})

test('a restricted key sees the ledger when it is let at it', async () => {
  const { merchant } = api.tenant
  const owner = { kind: 'restricted', merchant, livemode: false } as const
  const reader = await api.keyOf(owner, { ledger: 'read' })
  const other = await api.keyOf(owner, { charges: 'read' })
  for (const path of ['accounts', 'entries', 'trial_balance']) {
    expect((await api.ask('GET', `/v1/ledger/${path}`, { key: reader })).status).toBe(200)
    expect((await api.ask('GET', `/v1/ledger/${path}`, { key: other })).status).toBe(403)
  }
})
