import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'

type Find = (text: string) => string[]

/** What was found, a line each with its place, and how much was looked through. */
export interface Search {
  readonly found: readonly string[]
  readonly amount: number
}

/** Searches every file below a folder, as bytes. */
export async function searchFiles(folder: string, find: Find): Promise<Search> {
  const found: string[] = []
  let amount = 0
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const bytes = await contentOf(path)
    amount += bytes.length
    for (const each of find(bytes.toString('latin1'))) found.push(`${path}: ${each}`)
  }
  return { found, amount }
}

/** PostgreSQL removes files while they are being listed. */
async function contentOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0)
    throw error
  }
}

/** Searches every row of every table, PostgreSQL's own too, as the text a dump would have. */
export async function searchTables(client: pg.Client, find: Find): Promise<Search> {
  const { rows: tables } = await client.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class where relkind in ('r', 'm')
     and relnamespace <> 'pg_toast'::regnamespace`,
  )
  const found: string[] = []
  let amount = 0
  for (const { name } of tables) {
    const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} as t`)
    amount += rows.length
    for (const { row } of rows) for (const each of find(row)) found.push(`${name}: ${each}`)
  }
  return { found, amount }
}

/**
 * Has long values stored as they are from now on. PostgreSQL would compress what is longer than a quarter of a page,
 * and nobody finds a number in that by looking at bytes.
 */
export async function storePlainly(client: pg.Client): Promise<void> {
  await client.query(`do $$
    declare c record;
    begin
      for c in select attrelid::regclass as t, attname from pg_attribute
        join pg_class on pg_class.oid = attrelid
        where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
        and attnum > 0 and not attisdropped and attstorage in ('x', 'm')
      loop
        execute format('alter table %s alter column %I set storage external', c.t, c.attname);
      end loop;
    end $$`)
  const { rows } = await client.query<{ wal_compression: string }>('show wal_compression')
  if (rows[0]?.wal_compression !== 'off') throw new Error('The log of changes is compressed.')
}
