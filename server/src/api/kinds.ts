import type { z } from 'zod'
import type { Queries, Row, Scope, TableName } from '../db/index.ts'
import type { TableQuery } from './table-query-store.ts'

/** An object as it goes over the wire. */
export type WireObject = Readonly<Record<string, unknown>>

/** A row to be shown, known by its table and id. */
export interface Reference {
  readonly table: TableName
  readonly id: string
}

/** What the shape of an object depends on besides its row. */
export interface Shaping {
  /** Compare its date: `apiVersion < '2022-11-15'`. */
  readonly apiVersion: string
  /** When it is shown: what is due by then is. */
  readonly now: Date
  /** Where clients reach us, without a slash at the end: for addresses an object carries. */
  readonly publicUrl: string
}

/** What a view may ask of the request it renders for. */
export interface Viewing extends Shaping {
  /** A payer's browser asks: of the properties it may see, some tell it less. */
  readonly isBrowser: boolean
  /**
   * A row this kind asked for with `companions`.
   * @returns undefined when there is none, or it belongs to somebody else
   */
  row<T extends TableName>(table: T, id: string | null): Row<T> | undefined
  /** Another row as it looks on the wire, unexpanded. Its companions must be asked for here too. */
  show<T extends TableName>(table: T, row: Row<T>): WireObject
}

/** Reads in the scope of one caller. */
export interface Reader {
  readonly queries: Queries
  readonly scope: Scope
}

/** A list that an object holds only when it is asked for: `charge.refunds`. */
export interface SubList {
  readonly list: TableName | Kind
  /** Whose list a row is in, or null when in nobody's: rows this very request writes are put in by it. */
  parent(row: Row<TableName>): string | null
  /** The newest rows of each parent, one more than `limit` when there are more. */
  load(
    reader: Reader,
    parentIds: readonly string[],
    limit: number,
  ): Promise<ReadonlyMap<string, readonly Row<TableName>[]>>
  url(parentId: string): string
}

/**
 * What a property expands to: rows of a table, of one of several (the id's prefix tells), rows in another
 * shape than their table's own, a list, or null for what Stripe lets clients expand and is never an id here.
 */
export type Expansion = TableName | readonly TableName[] | Kind | SubList | null

/** A type of object the API answers with. */
export interface ObjectType {
  /** Its `object`, as in `"object": "payment_intent"`. */
  readonly object: string
  /** Its shape on the wire, for the API's description. */
  readonly schema: z.ZodObject
  /** Properties clients may expand, by dotted path: `latest_charge`, `last_payment_error.payment_method`. */
  readonly expandable?: Readonly<Record<string, Expansion>>
  /** The properties a payer's browser sees; without it, only `id` and `object`. */
  readonly browser?: readonly string[]
}

/** A type of object that is a row of a table. `Extra` is what its view needs besides rows. */
export interface Kind<T extends TableName = TableName, Extra = unknown> extends ObjectType {
  readonly table: T
  /** Of its ids, without the underscore. */
  readonly prefix: string
  /** Of the ids its rows have, when clients know them by another: `txn_1` is the journal entry `je_1`. */
  readonly storedPrefix?: string
  /**
   * Narrows a query to the rows a caller may see, where these are not simply those of its merchant in its
   * mode. In a `*-store.ts` file.
   */
  visible?(query: TableQuery<T>, scope: Scope): TableQuery<T>
  /** Other rows its view needs; they are read together for all rows shown. */
  companions?(row: Row<T>, kinds: Kinds, how: Shaping): readonly Reference[]
  /** Anything else its view needs, by id, read at once for all rows shown. In a `*-store.ts` file. */
  gather?(
    reader: Reader,
    rows: readonly Row<T>[],
    how: Shaping,
  ): Promise<ReadonlyMap<string, Extra>>
  view(row: Row<T>, viewing: Viewing, extra: Extra | undefined): WireObject
}

/** Declares how rows of a table look on the wire. */
export function kind<T extends TableName, Extra = undefined>(
  declaration: Kind<T, Extra>,
): Kind<T, Extra> {
  return declaration
}

/** The id a row has, by the id a client knows it by; none when that is not an id of this kind. */
export function storedId(
  { prefix, storedPrefix }: Pick<Kind, 'prefix' | 'storedPrefix'>,
  id: string,
): string {
  if (storedPrefix === undefined) return id
  return id.startsWith(`${prefix}_`) ? storedPrefix + id.slice(prefix.length) : ''
}

/** Every kind, by its table. */
export type Kinds = ReadonlyMap<TableName, Kind>

/** @throws {Error} when two kinds show the same table: `Shown` could not tell which is meant */
export function kindsByTable(kinds: readonly Kind[]): Kinds {
  const byTable = new Map<TableName, Kind>()
  for (const kind of kinds) {
    if (byTable.has(kind.table)) throw new Error(`Two kinds show the table ${kind.table}.`)
    byTable.set(kind.table, kind)
  }
  return byTable
}

/** @throws {Error} when no kind shows this table: a resource that was not registered */
export function kindOf(kinds: Kinds, table: TableName): Kind {
  const found = kinds.get(table)
  if (found === undefined) throw new Error(`No kind shows the table ${table}.`)
  return found
}
