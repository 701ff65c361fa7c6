import { Client, DatabaseError } from 'pg'
import { type Address, database, serverUrl } from './address.ts'

const noSuchDatabase = '3D000'

/** Connects once, and creates the database if it is not there. */
export async function ensureDatabase(address: Address, password: string): Promise<void> {
  try {
    await withClient(serverUrl(address, password), async () => {})
  } catch (error) {
    if (!(error instanceof DatabaseError && error.code === noSuchDatabase)) throw error
    await withClient(serverUrl(address, password, 'postgres'), createDatabase)
  }
}

async function createDatabase(client: Client): Promise<void> {
  await client.query(`create database ${database}`)
  // Not every build has lz4, which makes the write-ahead log smaller for next to no work.
  const { rows } = await client.query<{ lz4: boolean }>(
    `select 'lz4' = any(enumvals) as lz4 from pg_settings where name = 'wal_compression'`,
  )
  if (!rows[0]?.lz4) return
  await client.query(`alter system set wal_compression = 'lz4'`)
  await client.query('select pg_reload_conf()')
}

async function withClient(url: string, use: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url })
  // A lost connection fails the query it was for; told a second time, and unheard, it ends us.
  client.on('error', () => {})
  try {
    await client.connect()
    await use(client)
  } finally {
    await client.end()
  }
}
