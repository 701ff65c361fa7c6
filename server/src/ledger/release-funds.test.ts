import { expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { type Change, type Entry, openCommitter } from '../db/index.ts'
import { money } from '../kernel/index.ts'
import { entry, facts, releaseDueFunds } from './index.ts'

const { committer, database, sql } = await testDatabase()
const due = new Date('2026-01-05T00:00:00Z')
const later = new Date('2026-01-06T00:00:00Z')
const usd = (amount: number) => money(amount, 'usd')
const sweep = (commit = committer.commit, at = due) =>
  releaseDueFunds({ queries: database.system, clock: { now: () => at }, commit })

function change(merchantId: string, ...entries: Entry[]): Change {
  return { merchantId, livemode: false, inserts: [], replaces: [], entries }
}

function captured(merchantId: string, gross: number, availableAt = due): Change {
  const booking = { merchantId, livemode: false, kind: 'captured', sourceId: 'ch_1' } as const
  const at = new Date('2026-01-02T00:00:00Z')
  const postings = facts.captured({ gross: usd(gross), fee: usd(10) })
  return change(merchantId, entry({ ...booking, at, availableAt }, postings))
}

function refunded(merchantId: string, amount: number): Change {
  const booking = { merchantId, livemode: false, kind: 'refunded', sourceId: 're_1' } as const
  const postings = facts.refunded({ amount: usd(amount), from: 'merchant_pending' })
  return change(merchantId, entry({ ...booking, at: due, availableAt: due }, postings))
}

async function standing(merchantId: string): Promise<Record<string, string>> {
  const rows = await sql<{ account: string; balance: string }>(
    `select account, (posted_credits - posted_debits)::text as balance from account_balances
     where merchant_id = $1 and account like 'merchant_%'`,
    [merchantId],
  )
  return Object.fromEntries(rows.map(({ account, balance }) => [account, balance]))
}

test('funds that are due become available, and the rest stay pending', async () => {
  await committer.commit(captured('acct_a', 1010))
  await committer.commit(captured('acct_a', 510, later))
  expect(await sweep()).toBe(1)
  expect(await standing('acct_a')).toEqual({ merchant_pending: '500', merchant_available: '1000' })
  const [released] = await sql(
    "select kind, source_id, available_at, effective_at from journal_entries where kind = 'funds_available'",
  )
  expect(released).toEqual({
    ...{ kind: 'funds_available', source_id: 'acct_a', available_at: due, effective_at: due },
  })
})

test('what has been released is not released again, and leaves no row', async () => {
  expect(await sweep()).toBe(0)
  expect(await sql("select amount from pending_funds where merchant_id = 'acct_a'")).toEqual([
    { amount: '500' },
  ])
})

test('a day on which refunds outweighed payments takes from what is available', async () => {
  await committer.commit(captured('acct_b', 1010))
  await committer.commit(refunded('acct_b', 1010))
  await sweep()
  expect(await standing('acct_b')).toEqual({ merchant_pending: '0', merchant_available: '-10' })
})

test('a refund that lands after the release is released too', async () => {
  await committer.commit(captured('acct_c', 1010))
  await sweep()
  await committer.commit(refunded('acct_c', 300))
  await sweep()
  expect(await standing('acct_c')).toEqual({ merchant_pending: '0', merchant_available: '700' })
})

test('workers who sweep at once release everything once', async () => {
  const merchants = Array.from({ length: 40 }, (_, index) => `acct_race_${index}`)
  await Promise.all(merchants.map((merchant) => committer.commit(captured(merchant, 1010))))
  const others = Array.from({ length: 4 }, () => openCommitter(database, { patienceMs: 5_000 }))
  const released = await Promise.all(others.map(({ commit }) => sweep(commit)))
  await Promise.all(others.map((other) => other.close()))
  expect(released.reduce((sum, count) => sum + count)).toBe(merchants.length)
  for (const merchant of merchants) {
    expect(await standing(merchant)).toEqual({ merchant_pending: '0', merchant_available: '1000' })
  }
})

test('funds that moved between the reading and the writing are read again', async () => {
  await committer.commit(captured('acct_d', 1010))
  let isFirst = true
  const refusals: unknown[] = []
  await sweep(async (release) => {
    if (isFirst) await committer.commit(refunded('acct_d', 400))
    isFirst = false
    await committer.commit(release).catch((error: unknown) => {
      refusals.push(error)
      throw error
    })
  })
  expect(refusals).toMatchObject([{ refusal: 'stale' }])
  expect(await standing('acct_d')).toEqual({ merchant_pending: '0', merchant_available: '600' })
})

test('one merchant’s failure does not keep the others waiting, and is told', async () => {
  await committer.commit(captured('acct_e', 1010))
  await committer.commit(captured('acct_f', 1010))
  const failing = sweep(async (release) => {
    if (release.merchantId === 'acct_e') throw new Error('The disk is full.')
    await committer.commit(release)
  })
  await expect(failing).rejects.toThrow('1 releases failed, the first: Error: The disk is full.')
  expect(await standing('acct_e')).toEqual({ merchant_pending: '1000' })
  expect(await standing('acct_f')).toEqual({ merchant_pending: '0', merchant_available: '1000' })
})

test('more than a page of funds is released in one sweep', async () => {
  const merchants = Array.from({ length: 1_200 }, (_, index) => `acct_page_${index}`)
  await Promise.all(merchants.map((merchant) => committer.commit(captured(merchant, 1010, later))))
  await sweep(committer.commit, later)
  expect(await sql('select * from pending_funds')).toEqual([])
})
