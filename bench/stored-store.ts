import pg from 'pg'

/**
 * Stores more payments by copying, in SQL, those the server has made: whole rows with ids of their own, spread
 * over the same merchants. Idempotency keys are left out, since a server forgets those after a day.
 *
 * @param count how many to have altogether
 */
export async function storePayments(url: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('set synchronous_commit = off')
  const { rows } = await client.query<{ n: number }>(
    'select count(*)::int as n from payment_intents',
  )
  const have = rows[0]?.n ?? 0
  if (have === 0) throw new Error('There is no payment to copy.')
  for (let round = 1; round * have < count; round++) {
    await client.query('begin')
    for (const { table, ids, seq } of copied) {
      const columns = await columnsOf(client, table)
      const list = columns
        .map((column) =>
          ids.includes(column)
            ? `overlay(${column} placing lpad(to_hex($1::int), 5, '0') from length(${column}) - 4)`
            : column === seq
              ? `${column} + $1::bigint * 10000000`
              : column,
        )
        .join(', ')
      await client.query(
        `insert into ${table} (${columns.join(', ')}) select ${list} from ${table} where ${original[table] ?? 'true'}`,
        [round],
      )
    }
    await client.query('commit')
  }
  await client.query('vacuum analyze')
  await client.query('checkpoint')
  await client.end()
}

interface Copied {
  readonly table: string
  readonly ids: readonly string[]
  readonly seq?: string
}

const copied: readonly Copied[] = [
  { table: 'payment_methods', ids: ['id'] },
  { table: 'payment_intents', ids: ['id', 'payment_method_id', 'latest_attempt_id'] },
  {
    table: 'attempts',
    ids: ['id', 'intent_id', 'payment_method_id', 'capture_entry_id', 'processor_reference'],
  },
  { table: 'journal_entries', ids: ['id', 'source_id'], seq: 'seq' },
  { table: 'events', ids: ['id', 'object_id'] },
]

/** Rows that are copies themselves are not copied again: they end in the round's number. */
const original: Readonly<Record<string, string>> = Object.fromEntries(
  copied.map(({ table }) => [
    table,
    `id = any (select id from bench_originals where kind = '${table}')`,
  ]),
)

/** Marks what is there now as the originals of all copies. */
export async function markOriginals(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('create table bench_originals (kind text, id text, primary key (kind, id))')
  for (const { table } of copied) {
    await client.query(`insert into bench_originals select '${table}', id from ${table}`)
  }
  await client.query('analyze bench_originals')
  await client.end()
}

async function columnsOf(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ attname: string }>(
    'select attname from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum',
    [table],
  )
  return rows.map(({ attname }) => attname)
}

/** Where the write-ahead log ends, in bytes since the start. */
export async function walPosition(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ bytes: string }>(
    "select pg_current_wal_lsn() - '0/0'::pg_lsn as bytes",
  )
  await client.end()
  return Number(rows[0]?.bytes)
}

/** How many payments the database says succeeded: what was measured did happen. */
export async function countPayments(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ n: string }>(
    "select count(*) as n from payment_intents where status = 'succeeded'",
  )
  await client.end()
  return Number(rows[0]?.n)
}
