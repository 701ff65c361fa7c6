import type pg from 'pg'
import type { TableName } from './schema.ts'

/** The columns of a table in their order, as this database has them. */
export interface Shape {
  /** The oid of the table's row type. */
  readonly oid: number
  readonly columns: readonly Column[]
}

interface Column {
  readonly name: string
  /** The oid of its type; of the domain where it is one. */
  readonly oid: number
  /** The oid of what the type is underneath; built-in ones are the same everywhere. */
  readonly base: number
}

export type Shapes = ReadonlyMap<TableName, Shape>

/** Reads what the tables look like now. A migration may change it while connections are open. */
export async function readShapes(client: pg.Client): Promise<Shapes> {
  const { rows } = await client.query<Column & { table: TableName; type: number }>(`
    select c.relname as table, c.reltype::int as type, a.attname as name, a.atttypid::int as oid,
      coalesce(nullif(t.typbasetype, 0), t.oid)::int as base
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
    order by c.relname, a.attnum`)
  const shapes = new Map<TableName, { oid: number; columns: Column[] }>()
  for (const { table, type, ...column } of rows) {
    const shape = shapes.get(table)
    if (shape === undefined) shapes.set(table, { oid: type, columns: [column] })
    else shape.columns.push(column)
  }
  return shapes
}
