import type pg from 'pg'

const tsTypes: Readonly<Record<string, string>> = {
  text: 'string',
  int4: 'number',
  int8: 'bigint',
  bool: 'boolean',
  timestamptz: 'Date',
  json: 'Json',
  jsonb: 'Json',
  bytea: 'Buffer',
  _text: 'readonly string[]',
  _int8: 'readonly bigint[]',
}

const metaTypes: Readonly<Record<string, string>> = {
  int8: 'bigint',
  _int8: 'bigints',
  timestamptz: 'time',
}

interface Column {
  table_name: string
  column_name: string
  type: string
  nullable: boolean
}

/** The text of server/src/db/schema.ts for a migrated database: a row type for each table and view. */
export async function rowTypes(client: pg.Client): Promise<string> {
  const { rows } = await client.query<Column>(`
    select c.relname as table_name, a.attname as column_name, not a.attnotnull as nullable,
      case when t.typtype = 'd' then (select typname from pg_type where oid = t.typbasetype) else t.typname end as type
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v') and c.relname <> 'migrations'
    order by c.relname, a.attnum`)
  const tables = Map.groupBy(rows, (column) => column.table_name)
  const out = [
    '// Generated from the migrations by `npm run generate`; `npm run check` compares. Do not edit.',
    "import type { Json } from '../kernel/index.ts'",
    '',
    '/** Every table and view, by name. */',
    'export interface Schema {',
    ...[...tables.keys()].map((table) => `  ${table}: ${pascal(table)}Row`),
    '}',
    'export type TableName = keyof Schema',
    'export type Row<T extends TableName> = Schema[T]',
  ]
  for (const [table, columns] of tables) {
    out.push('', `export interface ${pascal(table)}Row {`)
    for (const { column_name, type, nullable } of columns) {
      const ts = tsTypes[type]
      if (ts === undefined)
        throw new Error(
          `${table}.${column_name} has type ${type}, which has no TypeScript type here.`,
        )
      out.push(`  ${column_name}: ${ts}${nullable ? ' | null' : ''}`)
    }
    out.push('}')
  }
  out.push(
    '',
    "type ColumnKinds = Readonly<Record<string, 'bigint' | 'bigints' | 'time' | 'plain'>>",
    '',
    '/** Every column, and what to make of it when a row is read from JSON, which has no bigints and no times. */',
    'export const columns: Readonly<Record<TableName, ColumnKinds>> = {',
  )
  for (const [table, own] of tables) {
    // One column a line: the formatter leaves that as it is, however long or short.
    const kinds = own.map(
      ({ column_name, type }) => `    ${column_name}: '${metaTypes[type] ?? 'plain'}',`,
    )
    out.push(`  ${table}: {`, ...kinds, '  },')
  }
  out.push('}', '')
  return out.join('\n')
}

function pascal(table: string): string {
  return table.replace(/(^|_)(\w)/g, (_all, _line, letter: string) => letter.toUpperCase())
}
