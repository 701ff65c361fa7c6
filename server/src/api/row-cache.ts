import type { Row, TableName } from '../db/index.ts'
import type { Shown } from '../tenants/index.ts'
import { type Kind, type Kinds, kindOf, type Reader, type Reference } from './kinds.ts'
import { rowsById } from './rows-store.ts'

/** What rendering needs to know of its request. */
export interface Rendering {
  readonly kinds: Kinds
  readonly reader: Reader
  readonly apiVersion: string
  readonly now: Date
  readonly publicUrl: string
  readonly isBrowser: boolean
  /**
   * What the endpoint answers with: it may show the rows of a table in another shape than the table's own, as
   * `/v1/customers/…/sources` shows payment methods as cards.
   */
  readonly look?: Kind | undefined
}

/** The rows an answer needs, each read once. */
export interface RowCache {
  get<T extends TableName>(table: T, id: string): Row<T> | undefined
  /** The rows of a table it started with, by id. */
  known(table: TableName): ReadonlyMap<string, Row<TableName>>
  /** Reads what is wanted and not here yet: one query for each table. */
  load(wanted: readonly Reference[]): Promise<void>
}

/** @param known rows to start with; they are believed over the database's */
export function openRowCache({ kinds, reader }: Rendering, known: readonly Shown[]): RowCache {
  const rows = new Map<string, Row<TableName>>()
  for (const { table, row } of known) if ('id' in row) rows.set(`${table}:${row.id}`, row)
  return {
    get<T extends TableName>(table: T, id: string) {
      return rows.get(`${table}:${id}`) as Row<T> | undefined
    },
    known(table) {
      const own = known.filter((write) => write.table === table)
      return new Map(
        own.flatMap(({ row }) => ('id' in row && row.id !== null ? [[row.id, row]] : [])),
      )
    },
    async load(wanted) {
      const missing = new Map<TableName, Set<string>>()
      for (const { table, id } of wanted) {
        if (rows.has(`${table}:${id}`)) continue
        missing.set(table, (missing.get(table) ?? new Set()).add(id))
      }
      if (missing.size === 0) return
      const reads = [...missing].map(async ([table, ids]) => {
        for (const row of await rowsById(reader, kindOf(kinds, table), [...ids])) {
          if ('id' in row) rows.set(`${table}:${row.id}`, row)
        }
      })
      await Promise.all(reads)
    },
  }
}
