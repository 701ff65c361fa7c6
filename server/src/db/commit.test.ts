import { expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { newId } from '../kernel/index.ts'
import { type Change, ChangeRefused, type Row, type Write, write } from './index.ts'

const { committer, sql, database } = await testDatabase()
const at = new Date('2026-01-02T03:04:05Z')
const merchant = 'acct_a'

function customer(id = newId('cus'), version = 1): Row<'customers'> {
  return {
    ...{ merchant_id: merchant, livemode: false, id, version, created_at: at },
    ...{ email: null, name: null, phone: null, description: null, balance: 0n, currency: null },
    ...{ default_payment_method_id: null, deleted_at: null, metadata: {}, details: {} },
  }
}

function change(parts: Partial<Change>): Change {
  return { merchantId: merchant, livemode: false, inserts: [], replaces: [], entries: [], ...parts }
}

const insert = (row: Row<'customers'>): Write => write('customers', row)

function transfer(
  amount: bigint,
  guarded: string[] = [],
  id = newId('je'),
): Change['entries'][number] {
  return {
    guarded,
    row: {
      ...{ merchant_id: merchant, livemode: false, id, kind: 'captured', currency: 'eur' },
      ...{ accounts: ['merchant_available', 'bank'], posted: [amount, -amount], pending: [0n, 0n] },
      ...{
        source_id: 'ch_1',
        resolves: null,
        available_at: null,
        effective_at: at,
        created_at: at,
      },
      description: null,
    },
  }
}

test('changes that arrive together are written in one batch', async () => {
  const before = committer.stats.batches
  await Promise.all(
    Array.from({ length: 50 }, () => committer.commit(change({ inserts: [insert(customer())] }))),
  )
  expect(committer.stats.batches - before).toBe(1)
})

test('a change decided on an old version is refused alone, and its neighbours are written', async () => {
  const row = customer()
  await committer.commit(change({ inserts: [insert(row)] }))
  const neighbour = customer()
  const [winner, loser, bystander] = await Promise.allSettled([
    committer.commit(change({ replaces: [insert({ ...row, version: 2, name: 'first' })] })),
    committer.commit(change({ replaces: [insert({ ...row, version: 2, name: 'second' })] })),
    committer.commit(change({ inserts: [insert(neighbour)] })),
  ])
  expect([winner.status, loser.status, bystander.status]).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
  ])
  expect((loser as PromiseRejectedResult).reason).toMatchObject({ refusal: 'stale' })
  expect(await sql('select name, version from customers where id = $1', [row.id])).toEqual([
    { name: 'first', version: 2 },
  ])
})

test('a key that exists is refused as a duplicate', async () => {
  const row = customer()
  await committer.commit(change({ inserts: [insert(row)] }))
  await expect(committer.commit(change({ inserts: [insert(row)] }))).rejects.toThrow(ChangeRefused)
  await expect(committer.commit(change({ inserts: [insert(row)] }))).rejects.toMatchObject({
    refusal: 'duplicate',
  })
})

test('an entry that would overdraw a guarded account is refused, and only that one', async () => {
  await committer.commit(change({ entries: [transfer(-100n)] }))
  const results = await Promise.allSettled([
    committer.commit(change({ entries: [transfer(60n, ['merchant_available'])] })),
    committer.commit(change({ entries: [transfer(60n, ['merchant_available'])] })),
    committer.commit(change({ entries: [transfer(30n, ['merchant_available'])] })),
  ])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect((results[1] as PromiseRejectedResult).reason).toMatchObject({ refusal: 'overdrawn' })
  const [balance] = await sql<{ left: string }>(
    "select posted_credits - posted_debits as left from account_balances where account = 'merchant_available'",
  )
  expect(balance?.left).toBe('10')
})

test('entries of one book are numbered without gaps, in commit order', async () => {
  await Promise.all(
    Array.from({ length: 30 }, () => committer.commit(change({ entries: [transfer(-1n)] }))),
  )
  const rows = await sql<{ seq: string }>('select seq from journal_entries order by seq')
  expect(rows.map(({ seq }) => Number(seq))).toEqual(rows.map((_, index) => index + 1))
})

test('postings that do not balance are refused by the database itself', async () => {
  const lame = transfer(5n)
  const broken = { ...lame, row: { ...lame.row, posted: [5n, -4n] } }
  await expect(committer.commit(change({ entries: [broken] }))).rejects.toThrow(/postings_balance/)
})

test('a closed period refuses an entry dated into it', async () => {
  await sql('update ledger_heads set closed_through = $1', [new Date('2026-01-31T00:00:00Z')])
  await expect(committer.commit(change({ entries: [transfer(-1n)] }))).rejects.toMatchObject({
    refusal: 'period_closed',
  })
  await sql('update ledger_heads set closed_through = null')
})

test('entries and events are append-only, also for the owner of the tables', async () => {
  await expect(sql('update journal_entries set description = $1', ['edited'])).rejects.toThrow(
    /append-only/,
  )
  await expect(sql('delete from journal_entries')).rejects.toThrow(/append-only/)
  await expect(sql('truncate journal_entries')).rejects.toThrow(/append-only/)
})

test('a change that holds a row of another tenant is never written', () => {
  const stranger = { ...customer(), merchant_id: 'acct_b' }
  expect(() => committer.commit(change({ inserts: [insert(stranger)] }))).toThrow(/another tenant/)
})

test('a change of a table is noticed by connections that are open', async () => {
  const row = customer()
  await committer.commit(change({ inserts: [insert(row)] }))
  await sql('alter table public.customers add column nickname text')
  await sql("call switchyard.make_writable('customers')")
  const [renamed, other] = [{ ...row, version: 2, nickname: 'Jo' }, customer()]
  await committer.commit(change({ replaces: [insert(renamed)], inserts: [insert(other)] }))
  expect(await sql('select id, nickname from customers where nickname is not null')).toEqual([
    { id: row.id, nickname: 'Jo' },
  ])
  await sql('alter table public.customers drop column nickname')
  await sql("call switchyard.make_writable('customers')")
  await committer.commit(change({ replaces: [insert({ ...other, version: 2 })] }))
})

test('what is replaced is found by its key, though tables were empty when that was planned', async () => {
  const client = await database.connect()
  const tables = await sql<{ name: string }>(
    "select substr(proname, 7) as name from pg_proc where proname like 'write\\_%' and prosrc like '%update%'",
  )
  expect(tables.length).toBeGreaterThan(10)
  for (const { name } of tables) {
    const keys = await sql<{ column: string }>(
      `select a.attname as column from pg_index i join pg_attribute a
       on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
       where i.indrelid = $1::regclass and i.indisprimary`,
      [`public.${name}`],
    )
    const plan = await client.query(
      `explain select from ${name} t, unnest(null::${name}[]) r
       where ${keys.map(({ column }) => `t.${column} = r.${column}`).join(' and ')} and t.version = r.version - 1`,
    )
    expect(JSON.stringify(plan.rows), name).toContain(`${name}_pkey`)
  }
  await client.end()
})

test('commits survive the loss of the connection, and nothing is written twice', async () => {
  const rows = Array.from({ length: 200 }, () => customer())
  let kills = 0
  const killer = (async () => {
    while (kills < 25) {
      kills += (
        await sql(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and query like 'select commit_changes%'`,
        )
      ).length
    }
  })()
  for (let group = 0; group < 20 || kills < 25; group++) {
    await Promise.all(
      rows
        .slice(group * 10, group * 10 + 10)
        .map((row) =>
          committer.commit(change({ inserts: [insert(row)], entries: [transfer(-1n)] })),
        ),
    )
    await committer.commit(change({ entries: [transfer(-1n)] }))
  }
  await killer
  const [written] = await sql<{ n: string }>(
    'select count(*) as n from customers where id = any($1)',
    [rows.map(({ id }) => id)],
  )
  expect(written?.n).toBe('200')
  const [book] = await sql<{ entries: string; last: string }>(
    'select count(*) as entries, max(seq) as last from journal_entries',
  )
  expect(book?.entries).toBe(book?.last)
})

test('a query without a where clause sees only its own tenant, and a pooled connection forgets', async () => {
  await committer.commit({
    ...change({ inserts: [insert({ ...customer(), merchant_id: 'acct_b' })] }),
    merchantId: 'acct_b',
  })
  const mine = database.tenant({ merchantId: 'acct_b', livemode: false })
  const nobody = database.tenant({ livemode: false })
  for (let round = 0; round < 50; round++) {
    const [own, none] = await Promise.all([
      mine.selectFrom('customers').select('merchant_id').execute(),
      nobody.selectFrom('customers').select('merchant_id').execute(),
    ])
    expect(own).toEqual([{ merchant_id: 'acct_b' }])
    expect(none).toEqual([])
  }
})
