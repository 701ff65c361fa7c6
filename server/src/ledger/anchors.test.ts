import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { money } from '../kernel/index.ts'
import { createAnchoring, entry, facts, readAnchors, sealBlocks } from './index.ts'

const { committer, database, sql } = await testDatabase()
const folder = await mkdtemp(join(tmpdir(), 'switchyard-anchors-'))
afterAll(() => rm(folder, { recursive: true }))
const file = join(folder, 'data', 'ledger-anchors.jsonl')
let at = new Date('2026-01-02T03:04:05Z')
const ctx = { queries: database.system, clock: { now: () => at } }
const later = () => {
  at = new Date(at.getTime() + 10 * 60_000)
}
const anchoring = createAnchoring(ctx, file)

async function postAndSeal(merchantId: string): Promise<void> {
  const booking = { merchantId, livemode: false, kind: 'processor_cost_accrued' } as const
  const postings = facts.processorCostAccrued({ cost: money(5, 'usd') })
  const entries = [entry({ ...booking, sourceId: 'ch_1', at }, postings)]
  await committer.commit({ merchantId, livemode: false, inserts: [], replaces: [], entries })
  await sealBlocks(ctx)
}

async function anchored(): Promise<string[]> {
  return [...(await readAnchors(file))].map(([book, { seq }]) => `${book}: ${seq}`).sort()
}

test('there is nothing to know before the first round', async () => {
  expect(await anchored()).toEqual([])
})

test('the end of every chain is written down, and again when it has moved and some time has passed', async () => {
  await postAndSeal('acct_a')
  await postAndSeal('acct_b')
  expect(await anchoring()).toBe(2)
  await postAndSeal('acct_b')
  expect(await anchoring()).toBe(0)
  later()
  expect(await anchoring()).toBe(1)
  expect(await anchoring()).toBe(0)
  expect(await anchored()).toEqual(['acct_a test: 1', 'acct_b test: 2'])
  const [block] = await sql('select hash from ledger_blocks where merchant_id = $1', ['acct_a'])
  expect((await readAnchors(file)).get('acct_a test')).toMatchObject({ hash: block?.['hash'] })
  expect((await readFile(file, 'utf8')).trim().split('\n')).toHaveLength(3)
})

test('after a restart what stands in the file is known, and half a line in it does no harm', async () => {
  await appendFile(file, '\n{"merchant_id":"acct_a","livemo')
  const restarted = createAnchoring(ctx, file)
  later()
  expect(await restarted()).toBe(0)
  await postAndSeal('acct_a')
  expect(await restarted()).toBe(1)
  expect(await anchored()).toEqual(['acct_a test: 2', 'acct_b test: 2'])
})

test('a chain that was cut and grew again is told of and not written down; others are', async () => {
  await sql(
    `begin; set local session_replication_role = replica;
     delete from journal_entries where merchant_id = 'acct_b' and seq = 2;
     delete from ledger_blocks where merchant_id = 'acct_b' and first_seq = 2;
     update ledger_heads set last_seq = 1 where merchant_id = 'acct_b'; commit`,
  )
  await postAndSeal('acct_a')
  for (let seq = 2; seq <= 4; seq++) await postAndSeal('acct_b')
  later()
  await expect(createAnchoring(ctx, file)()).rejects.toThrow(
    'The ledger of acct_b test no longer has what was sealed up to entry 2.',
  )
  expect(await anchored()).toEqual(['acct_a test: 3', 'acct_b test: 2'])
})
