import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import pg from 'pg'
import { closedLoop } from './load.ts'

/*
 * pgbench's "TPC-B (sort of)" transaction, built in as tpcb-like:
 * https://www.postgresql.org/docs/current/pgbench.html#TRANSACTIONS-AND-SCRIPTS
 */

const scale = 10

/** Makes pgbench's tables at scale 10: a million accounts. */
export async function fillTpcb(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`
    create table pgbench_branches (bid int primary key, bbalance int, filler char(88)) with (fillfactor = 100);
    create table pgbench_tellers (tid int primary key, bid int, tbalance int, filler char(84)) with (fillfactor = 100);
    create table pgbench_accounts (aid int primary key, bid int, abalance int, filler char(84)) with (fillfactor = 100);
    create table pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));
    insert into pgbench_branches select n, 0 from generate_series(1, ${scale}) n;
    insert into pgbench_tellers select n, (n - 1) / 10 + 1, 0 from generate_series(1, ${scale * 10}) n;
    insert into pgbench_accounts select n, (n - 1) / 100000 + 1, 0 from generate_series(1, ${scale * 100_000}) n;`)
  await client.query('vacuum analyze')
  await client.end()
}

/**
 * The transaction through the client library the server uses, one round trip a statement as pgbench does it.
 *
 * @returns transactions per second at each number of connections
 */
export async function tpcbByClient(
  url: string,
  connections: readonly number[],
  transactions: number,
): Promise<Map<number, number>> {
  const found = new Map<number, number>()
  for (const count of connections) {
    const clients = await Promise.all(
      Array.from({ length: count }, async () => {
        const client = new pg.Client({ connectionString: url })
        await client.connect()
        return client
      }),
    )
    const idle = [...clients]
    const { perSecond } = await closedLoop(count, transactions, async () => {
      const client = idle.pop()
      if (client === undefined) throw new Error('More callers than connections.')
      await transaction(client)
      idle.push(client)
    })
    found.set(count, perSecond)
    await Promise.all(clients.map((client) => client.end()))
  }
  return found
}

const within = (most: number) => 1 + Math.floor(Math.random() * most)

async function transaction(client: pg.Client): Promise<void> {
  const [aid, bid, tid, delta] = [
    within(scale * 100_000),
    within(scale),
    within(scale * 10),
    within(10_000) - 5_000,
  ]
  const run = (name: string, text: string, values: unknown[] = []) =>
    client.query({ name, text, values })
  await run('b', 'begin')
  await run('1', 'update pgbench_accounts set abalance = abalance + $1 where aid = $2', [
    delta,
    aid,
  ])
  await run('2', 'select abalance from pgbench_accounts where aid = $1', [aid])
  await run('3', 'update pgbench_tellers set tbalance = tbalance + $1 where tid = $2', [delta, tid])
  await run('4', 'update pgbench_branches set bbalance = bbalance + $1 where bid = $2', [
    delta,
    bid,
  ])
  await run(
    '5',
    'insert into pgbench_history (tid, bid, aid, delta, mtime) values ($1, $2, $3, $4, current_timestamp)',
    [tid, bid, aid, delta],
  )
  await run('e', 'end')
}

/**
 * The same by pgbench itself, where it is installed.
 * @returns undefined where it is not
 */
export async function tpcbByPgbench(
  url: string,
  connections: number,
  seconds: number,
): Promise<number | undefined> {
  const { hostname, port, pathname, username, password, searchParams } = new URL(url)
  const host = searchParams.get('host') ?? decodeURIComponent(hostname)
  const args = ['-n', '-M', 'prepared', '-c', `${connections}`, '-j', '2', '-T', `${seconds}`]
  const env = {
    ...process.env,
    PGHOST: host,
    PGPORT: searchParams.get('port') ?? port,
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: pathname.slice(1),
  }
  try {
    const { stdout } = await promisify(execFile)('pgbench', args, { env })
    const tps = /tps = ([\d.]+)/.exec(stdout)?.[1]
    return tps === undefined ? undefined : Number(tps)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
