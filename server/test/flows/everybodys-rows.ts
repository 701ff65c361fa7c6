import { sql } from 'kysely'
import type { Queries } from '../../src/db/index.ts'
import type { TestDatabase } from '../database.ts'

/** Whose a row is, as far as its table says; null where it says nothing. */
export interface Owned {
  readonly psp: string | null
  readonly merchant: string | null
  readonly livemode: boolean | null
}

/** A table or view, and which of its columns say whose a row is. */
export interface Relation {
  readonly name: string
  readonly isTable: boolean
  readonly columns: readonly string[]
}

/** Two PSPs with two merchants each, in both modes, and what is a PSP's own. */
const owners: readonly Owned[] = ['one', 'two'].flatMap((psp) =>
  [`${psp}_a`, `${psp}_b`, null].flatMap((merchant) =>
    [true, false].map((livemode) => ({ psp: `psp_${psp}`, merchant, livemode })),
  ),
)

/** Every table and view the catalogue knows. */
export function relationsOf({ sql }: TestDatabase): Promise<Relation[]> {
  return sql<Relation & { columns: string[] }>(
    `select relname as name, relkind in ('r', 'p') as "isTable", array(
       select attname::text from pg_attribute where attrelid = c.oid
         and attname in ('merchant_id', 'psp_id', 'owner_id', 'livemode') order by attname) as columns
     from pg_class c
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')
     order by relname`,
  )
}

/**
 * Puts rows of all of them into every table, of no more meaning than the columns' types ask for. Checks and
 * foreign keys go first; what is left is what keeps tenants apart.
 */
export async function fillTables(base: TestDatabase, relations: readonly Relation[]) {
  const constraints = await base.sql<{ drop: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop
     from pg_constraint where contype in ('c', 'f') and conrelid <> 0
       and connamespace = 'public'::regnamespace`,
  )
  for (const { drop } of constraints) await base.sql(drop)
  for (const { name, isTable } of relations) if (isTable) await fill(base, name)
}

async function fill({ sql }: TestDatabase, table: string): Promise<void> {
  const columns = await sql<{ name: string; type: string; required: boolean }>(
    `select attname as name, attnotnull as required,
       format_type(coalesce(nullif(t.typbasetype, 0), a.atttypid), null) as type
     from pg_attribute a join pg_type t on t.oid = a.atttypid
     where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
    [table],
  )
  for (const [index, { psp, merchant, livemode }] of owners.entries()) {
    const known: Record<string, unknown> = {
      ...{ merchant_id: merchant, owner_id: merchant, psp_id: psp, livemode },
      ...(table === 'psps' ? { id: psp } : {}),
      ...(table === 'merchants' ? { id: `${merchant}${livemode ? '' : '_test'}` } : {}),
    }
    const values = columns.map(({ name, type, required }) => [
      name,
      known[name] ?? (required ? someValue(type, index) : null),
    ])
    await sql(
      `insert into ${table} select * from json_populate_record(null::${table}, $1)
       on conflict do nothing`,
      [JSON.stringify(Object.fromEntries(values))],
    )
  }
}

/** Some value PostgreSQL takes for a type, another for each row where keys need it. */
function someValue(type: string, index: number): unknown {
  switch (type) {
    case 'boolean':
      return false
    case 'smallint':
    case 'integer':
    case 'bigint':
      return index
    case 'timestamp with time zone':
      return new Date(index)
    case 'json':
    case 'jsonb':
      return {}
    case 'text[]':
      return ['x']
    case 'bigint[]':
      return [0]
    case 'bytea':
    case 'text':
      return `x${index}`
    default:
      throw new Error(`A column of type ${type} is new here; say what a value of it looks like.`)
  }
}

/** Whose rows a reader sees when it asks for all of them. */
export async function ownersSeen(
  { name, columns }: Relation,
  queries: Queries,
): Promise<readonly Owned[]> {
  const first = (...wanted: string[]) => {
    const found = wanted.find((column) => columns.includes(column))
    return found === undefined ? sql`null` : sql.ref(found)
  }
  const psp = name === 'psps' ? sql`id` : first('psp_id')
  const merchant = name === 'merchants' ? sql`id` : first('merchant_id', 'owner_id')
  const { rows } = await sql<Owned>`
    select ${psp} as psp, ${merchant} as merchant, ${first('livemode')} as livemode
    from ${sql.table(name)}`.execute(queries)
  return rows
}
