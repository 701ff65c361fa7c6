import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startTemporary } from '../src/db/embedded/index.ts'
import { migrate } from '../src/db/index.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A superuser's URL of the PostgreSQL all tests share; each file makes a database of its own in it. */
    postgres: string
  }
}

/** Starts one PostgreSQL for the whole run and migrates the template every test database is copied from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTemporary({
    settings: { synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' },
  })
  const admin = new pg.Client({ connectionString: server.url })
  await admin.connect()
  await admin.query('create database template')
  await migrate(databaseUrl(server.url, 'template'))
  await admin.end()
  project.provide('postgres', server.url)
  return () => server.stop()
}

/** The URL of another database of the same server. */
export function databaseUrl(url: string, name: string): string {
  const other = new URL(url)
  other.pathname = `/${name}`
  return other.href
}
