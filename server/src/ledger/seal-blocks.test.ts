import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import type { Change } from '../db/index.ts'
import { money } from '../kernel/index.ts'
import { entry, facts, sealBlocks } from './index.ts'

const { committer, database, sql } = await testDatabase()
const at = new Date('2026-01-02T03:04:05.678Z')
const seal = () => sealBlocks({ queries: database.system, clock: { now: () => at } })

async function post(merchantId: string, count: number): Promise<void> {
  const change = (): Change => {
    const booking = { merchantId, livemode: false, kind: 'captured', sourceId: 'ch_1' } as const
    const postings = facts.captured({ gross: money(1000, 'usd'), fee: money(30, 'usd') })
    const posted = entry({ ...booking, at, availableAt: at, description: 'Ça va “bien”' }, postings)
    return { merchantId, livemode: false, inserts: [], replaces: [], entries: [posted] }
  }
  await Promise.all(Array.from({ length: count }, () => committer.commit(change())))
}

interface BlockRow {
  first_seq: string
  last_seq: string
  previous_hash: string
  hash: string
  marks: Buffer
}

function blocks(merchantId: string): Promise<BlockRow[]> {
  return sql<BlockRow>('select * from ledger_blocks where merchant_id = $1 order by first_seq', [
    merchantId,
  ])
}

test('a block’s hash is what anyone can compute from the entries alone', async () => {
  await post('acct_a', 3)
  expect(await seal()).toBe(1)
  const entries = await sql<Record<string, unknown>>(
    "select * from journal_entries where merchant_id = 'acct_a' order by seq",
  )
  const list = (value: unknown) => `[${(value as string[]).join(',')}]`
  const utc = (value: unknown) =>
    value === null ? 'null' : `"${(value as Date).toISOString().replace('Z', '')}"`
  let hash = '0'.repeat(64)
  for (const row of entries) {
    const line = [
      ...['"acct_a"', 'false', row['seq'], `"${row['id']}"`, '"captured"', '"usd"'],
      ...[JSON.stringify(row['accounts']), list(row['posted']), list(row['pending'])],
      ...['"ch_1"', 'null', utc(row['available_at']), utc(row['effective_at'])],
      ...[utc(row['created_at']), JSON.stringify(row['description'])],
    ]
    hash = createHash('sha256')
      .update(`${hash}[${line.join(', ')}]`)
      .digest('hex')
  }
  expect(await blocks('acct_a')).toMatchObject([
    { first_seq: '1', last_seq: '3', previous_hash: '0'.repeat(64), hash },
  ])
})

test('a new block continues the one before it, and a book with nothing new gets none', async () => {
  expect(await seal()).toBe(0)
  await post('acct_a', 2)
  expect(await seal()).toBe(1)
  const [first, second] = await blocks('acct_a')
  expect(second).toMatchObject({
    ...{ first_seq: '4', last_seq: '5', previous_hash: first?.hash },
  })
  expect(second?.marks).toHaveLength(16)
  expect(second?.hash.startsWith(second.marks.toString('hex').slice(16))).toBe(true)
})

test('a long book is sealed in blocks of at most a thousand, all in one go', async () => {
  await post('acct_b', 2_100)
  expect(await seal()).toBe(3)
  expect((await blocks('acct_b')).map(({ last_seq }) => last_seq)).toEqual(['1000', '2000', '2100'])
})

test('sealers who work at once leave one chain', async () => {
  const books = Array.from({ length: 20 }, (_, index) => `acct_race_${index}`)
  await Promise.all(books.map((book) => post(book, 5)))
  const added = await Promise.all([seal(), seal(), seal(), seal()])
  expect(added.reduce((sum, count) => sum + count)).toBe(books.length)
  for (const book of books) expect(await blocks(book)).toMatchObject([{ last_seq: '5' }])
})

test('a book with a hole is not sealed over it, and keeps no other from its seal', async () => {
  await post('acct_c', 3)
  await post('acct_d', 3)
  await sql(
    `begin; set local session_replication_role = replica;
     delete from journal_entries where merchant_id = 'acct_c' and seq = 2; commit`,
  )
  await expect(seal()).rejects.toThrow('Entry 2 of acct_c (livemode false) is missing')
  expect(await blocks('acct_c')).toEqual([])
  expect(await blocks('acct_d')).toHaveLength(1)
})

test('a sealed block cannot be changed by anyone who signs in', async () => {
  await expect(sql('update ledger_blocks set hash = previous_hash')).rejects.toThrow('append-only')
  await expect(sql('delete from ledger_blocks')).rejects.toThrow('append-only')
  await expect(sql('truncate ledger_blocks')).rejects.toThrow('append-only')
})
