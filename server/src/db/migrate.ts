import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'

const folder = join(import.meta.dirname, '../../migrations')

/**
 * Brings the database to this version: runs, in order and each in a transaction, the migrations it has not
 * seen. Several servers may start at once; one migrates and the others wait.
 *
 * @param url a role that may create tables, and roles the first time
 * @returns the names of the migrations that ran now
 * @throws when a migration fails, naming it, or when one that ran before has been edited or removed
 */
export async function migrate(url: string): Promise<string[]> {
  // The role that migrates may be called what our schema is called; "$user" would then put tables in there.
  const client = new pg.Client({ connectionString: url, options: '-c search_path=public' })
  await client.connect()
  try {
    await refuseOldServer(client)
    await client.query('select pg_advisory_lock(7_219_001)')
    await client.query(
      'create table if not exists migrations (name text primary key, hash text not null, ran_at timestamptz not null default now())',
    )
    const { rows } = await client.query<{ name: string; hash: string }>(
      'select name, hash from migrations',
    )
    const ran = new Map(rows.map((row) => [row.name, row.hash]))
    const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
    const unknown = [...ran.keys()].filter((name) => !files.includes(name))
    if (unknown.length > 0) {
      throw new Error(`The database was migrated by a newer version: it has ${unknown.join(', ')}.`)
    }
    const news: string[] = []
    for (const name of files) {
      const text = await readFile(join(folder, name), 'utf8')
      const hash = await sha256(text)
      const before = ran.get(name)
      if (before === hash) continue
      if (before !== undefined) throw new Error(`Migration ${name} was edited after it had run.`)
      await run(client, name, text, hash)
      news.push(name)
    }
    return news
  } finally {
    await client.end()
  }
}

async function run(client: pg.Client, name: string, text: string, hash: string): Promise<void> {
  try {
    await client.query('begin')
    await client.query(text)
    await client.query('insert into migrations (name, hash) values ($1, $2)', [name, hash])
    await client.query('commit')
  } catch (cause) {
    await client.query('rollback')
    throw new Error(`Migration ${name} failed: ${(cause as Error).message}`, { cause })
  }
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string }>(
    "select current_setting('server_version_num') as version",
  )
  const version = Number(rows[0]?.version)
  if (version < 150_000) {
    throw new Error(`PostgreSQL 15 or newer is needed; this server says ${version}.`)
  }
}

async function sha256(text: string): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(text))).toString('hex')
}
