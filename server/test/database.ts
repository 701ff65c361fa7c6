import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { type Committer, type Database, openCommitter, openDatabase } from '../src/db/index.ts'
import { databaseUrl } from './global-setup.ts'

let made = 0

export interface TestDatabase {
  readonly url: string
  readonly database: Database
  readonly committer: Committer
  /** Runs SQL as the superuser: to look, or to break things on purpose. */
  sql<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>
}

/** A freshly migrated database for this test file, gone when the file is done. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = inject('postgres')
  const name = `test_${process.pid}_${Date.now().toString(36)}_${made++}`
  const admin = new pg.Client({ connectionString: server })
  await admin.connect()
  await admin.query(`create database ${name} template template`)
  const url = databaseUrl(server, name)
  const database = openDatabase(url, { size: 4 })
  const committer = openCommitter(database, { patienceMs: 5_000 })
  const looker = new pg.Client({ connectionString: url })
  await looker.connect()
  afterAll(async () => {
    await Promise.all([committer.close(), database.close(), looker.end()])
    await admin.query(`drop database ${name} with (force)`)
    await admin.end()
  })
  return {
    url,
    database,
    committer,
    async sql<R extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<R[]> {
      return (await looker.query<R>(text, values)).rows
    },
  }
}
