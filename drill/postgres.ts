import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { findEmbedded } from '../server/src/db/embedded/index.ts'

/** @returns whether there was one to kill: between two crashes there may be none */
export async function killPostmaster(dataDir: string): Promise<boolean> {
  const text = await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '')
  return killProcess(Number(text.split('\n')[0]))
}

/**
 * Kills one of PostgreSQL's own processes for a connection, by preference one that has just committed:
 * PostgreSQL then ends all the others too, and recovers.
 */
export async function killBackend(dataDir: string): Promise<boolean> {
  const found = await withDatabase(dataDir, (client) =>
    client.query<{ pid: number }>(
      `select pid from pg_stat_activity
       where backend_type = 'client backend' and pid <> pg_backend_pid()
       order by query like '%commit_changes%' desc, state_change desc limit 1`,
    ),
  ).catch(() => undefined)
  return killProcess(found?.rows[0]?.pid ?? 0)
}

/**
 * Works with the database of the server under test, as its superuser.
 * @throws {Error} when no PostgreSQL runs there now
 */
export async function withDatabase<Result>(
  dataDir: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const connectionString = await findEmbedded(dataDir)
  if (connectionString === undefined) throw new Error(`No PostgreSQL runs in ${dataDir}.`)
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 })
  // Its end is the end of the query that waits for it, which tells.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

function killProcess(pid: number): boolean {
  if (!(pid > 1)) return false
  try {
    return process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
}
