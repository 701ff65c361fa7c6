import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { type ChainedEntry, chain, genesis, markAt, markOf } from './chain.ts'
import { allBooks, allEntries } from './chain-store.ts'

const { database, sql } = await testDatabase()
await sql(`
  set session_replication_role = replica;
  alter table journal_entries drop constraint postings_balance;
  insert into journal_entries values ('acct_1', true, 1, 'je_1', 'captured', 'eur',
    '{processor_clearing,merchant_pending}', '{2000,-2000}', '{0,0}', 'ch_1', null,
    '2026-01-05T00:00:00Z', '2026-01-02T03:04:05.678901Z', '2026-01-02T03:04:05.678Z', 'Ça “va”?')`)

/** The one entry there is, whatever its book is called. */
async function onlyEntry(): Promise<ChainedEntry> {
  for (const book of await allBooks(database.system)) {
    for await (const entry of allEntries(database.system, book)) return entry
  }
  throw new Error('There is no entry.')
}

const text =
  '["acct_1", true, 1, "je_1", "captured", "eur", ["processor_clearing","merchant_pending"], [2000,-2000], [0,0], "ch_1", null, "2026-01-05T00:00:00", "2026-01-02T03:04:05.678901", "2026-01-02T03:04:05.678", "Ça “va”?"]'

test('what was sealed years ago still has the text and the hash it had', async () => {
  const entry = await onlyEntry()
  expect(entry).toEqual({ seq: 1n, text })
  const hash = createHash('sha256')
    .update(`${'0'.repeat(64)}${text}`)
    .digest('hex')
  expect(chain(genesis, entry)).toBe(hash)
})

const columns = await sql<{ name: string; type: string }>(
  `select column_name as name, udt_name as type from information_schema.columns
   where table_name = 'journal_entries' order by ordinal_position`,
)

/** The least that can be done to a value of each type. */
const touched: Readonly<Record<string, (column: string) => string>> = {
  text: (column) => `coalesce(${column}, '') || '.'`,
  bool: (column) => `not ${column}`,
  int8: (column) => `${column} + 1`,
  timestamptz: (column) => `${column} + interval '1 microsecond'`,
  _text: (column) => `array[${column}[1] || '.'] || ${column}[2:]`,
  _int8: (column) => `array[${column}[1] + 1] || ${column}[2:]`,
}

test.for(columns)('$name is part of the text', async ({ name, type }) => {
  const touch = touched[type]
  if (touch === undefined) throw new Error(`Nobody can touch ${name}, a ${type}, here.`)
  await sql(`create table kept as select * from journal_entries;
    update journal_entries set ${name} = ${touch(name)}`)
  expect((await onlyEntry()).text).not.toBe(text)
  await sql(`delete from journal_entries;
    insert into journal_entries select * from kept; drop table kept`)
  expect((await onlyEntry()).text).toBe(text)
})

test('a hash covers all that came before', () => {
  const entry = { seq: 1n, text: '["a"]' }
  const first = chain(genesis, entry)
  expect(chain(first, entry)).toBe(createHash('sha256').update(`${first}["a"]`).digest('hex'))
})

test('a mark is the beginning of a hash, and is found at its place', () => {
  const first = chain(genesis, { seq: 1n, text: 'a' })
  const second = chain(first, { seq: 2n, text: 'b' })
  const marks = Buffer.from(markOf(first) + markOf(second), 'hex')
  expect([markAt(marks, 0), markAt(marks, 1)]).toEqual([first.slice(0, 16), second.slice(0, 16)])
})
