import { mkdir } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { CommandRefused } from './cli/index.ts'
import type { Config } from './config.ts'
import {
  DataDirInUse,
  type EmbeddedServer,
  findEmbedded,
  startEmbedded,
} from './db/embedded/index.ts'
import { type Database, migrate, openCommitter, openDatabase } from './db/index.ts'
import { systemClock } from './kernel/index.ts'
import type { OfficeContext } from './tenants/index.ts'

type Where = Pick<Config, 'databaseUrl' | 'dataDir'>

/** How long who has the data directory may take to be ready for us, or to end. */
const patienceMs = 30_000

/**
 * Opens the database of this installation for one command.
 * @throws {CommandRefused} when the database has not been migrated
 */
export async function withOffice<Result>(
  where: Where,
  work: (office: OfficeContext) => Promise<Result>,
): Promise<Result> {
  return withDatabaseUrl(where, async (url) => {
    const database = openDatabase(url, { size: 2 })
    const committer = openCommitter(database, { lanes: 1 })
    try {
      await requireMigrated(database)
      return await work({
        clock: systemClock,
        queries: database.system,
        conclude: (change) => committer.commit(change),
      })
    } finally {
      await committer.close()
      await database.close()
    }
  })
}

/**
 * Finds the database for one command: `DATABASE_URL`, else the embedded one, by way of whoever runs it,
 * else by running it, migrated, for as long as the command takes.
 *
 * @throws {CommandRefused} when another process has the data directory and lets nobody in
 */
export async function withDatabaseUrl<Result>(
  { databaseUrl, dataDir }: Where,
  use: (url: string) => Promise<Result>,
): Promise<Result> {
  if (databaseUrl !== undefined) return use(databaseUrl)
  await mkdir(dataDir, { recursive: true })
  for (const deadline = Date.now() + patienceMs; ; await pause(50)) {
    const server = await startEmbedded({ dataDir }).catch((error: unknown) => {
      if (!(error instanceof DataDirInUse)) throw error
      return error
    })
    if (!(server instanceof DataDirInUse)) return asHost(server, use)
    const visit = await beginVisit(dataDir)
    if (visit !== undefined) return use(visit.url).finally(visit.end)
    if (Date.now() > deadline) throw new CommandRefused(server.message)
  }
}

/**
 * Commands that run the embedded database share it with others that come meanwhile: each visitor holds
 * this lock, and the host stops the database once it has it alone. A visitor that cannot have it any more
 * takes the next turn.
 */
const guestBook = 7_219_002

async function asHost<Result>(
  server: EmbeddedServer,
  use: (url: string) => Promise<Result>,
): Promise<Result> {
  try {
    await migrate(server.url)
    return await use(server.url)
  } finally {
    const database = openDatabase(server.url, { size: 1 })
    const client = await database.connect()
    await client.query('select pg_advisory_lock($1)', [guestBook])
    await server.stop()
    await database.close()
  }
}

/** @returns undefined when nobody is ready for us, or not for long any more */
async function beginVisit(
  dataDir: string,
): Promise<{ readonly url: string; end(): Promise<void> } | undefined> {
  const url = await findEmbedded(dataDir)
  if (url === undefined) return undefined
  const database = openDatabase(url, { size: 1 })
  const client = await entered(url, database)
  if (client === undefined) {
    await database.close()
    return undefined
  }
  return {
    url,
    async end() {
      await client.end()
      await database.close()
    },
  }
}

async function entered(url: string, database: Database) {
  try {
    await migrate(url)
    const client = await database.connect()
    const { rows } = await client.query('select pg_try_advisory_lock_shared($1) as may', [
      guestBook,
    ])
    if (rows[0]?.may === true) return client
    await client.end()
  } catch {
    // Not ready yet, or on its way out: either way we try again.
  }
  return undefined
}

async function requireMigrated(database: Database): Promise<void> {
  const client = await database.connect().catch((error: Error & { code?: string }) => {
    // The role every connection works as does not exist: an unknown value of a setting.
    if (error.code !== '22023') throw error
  })
  const answer = await client?.query("select to_regclass('public.migrations') is null as is_new")
  await client?.end()
  if (answer?.rows[0]?.is_new !== false) {
    throw new CommandRefused('The database is not set up yet: run `npx switchyard migrate` first.')
  }
}
