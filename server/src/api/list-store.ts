import type { Row, TableName } from '../db/index.ts'
import { firstIdAt, fromUnixSeconds, idLagMs } from '../kernel/index.ts'
import type { ListAnswer } from './answers.ts'
import { type Kind, type Reader, storedId } from './kinds.ts'
import { defaultLimit, type ListQuery } from './list-params.ts'
import { bothCursors } from './plain-pages.ts'
import { noSuch } from './refusals.ts'
import { ownedRows, rowsById, type TableQuery, type UsualQuery } from './rows-store.ts'
import type { TimeRange } from './wire/index.ts'

/** What a list is narrowed to, besides its page. */
export interface Narrowing<T extends TableName> {
  /** Columns and what they must be: one value, or one of several. What is undefined narrows nothing. */
  readonly equals?: { readonly [C in keyof Row<T>]?: Row<T>[C] | readonly Row<T>[C][] | undefined }
  /** Anything more, in a `*-store.ts` file. */
  where?(query: TableQuery<T>): TableQuery<T>
}

/**
 * A page of the caller's rows, newest first. Ids are ordered by time, so the page is a range of ids: it
 * costs the same on the first page and on the millionth, and rows made meanwhile do not shift it.
 *
 * @throws {Problem} `parameters_exclusive`; `resource_missing` when the cursor is nobody's or a stranger's
 */
export async function list<T extends TableName>(
  reader: Reader,
  kind: Kind<T>,
  page: ListQuery,
  { equals = {}, where = (query) => query }: Narrowing<T> = {},
): Promise<ListAnswer> {
  const { limit = defaultLimit, starting_after, ending_before, created } = page
  const stored = (id: string) => storedId(kind, id)
  await requireCursor(reader, kind, { starting_after, ending_before })
  const all = ownedRows(reader.queries, kind, reader.scope)
  let query = where(all as unknown as TableQuery<T>) as unknown as UsualQuery
  for (const [column, wanted] of Object.entries(equals)) {
    if (wanted === undefined) continue
    const name = column as 'id'
    if (!Array.isArray(wanted)) query = query.where(name, '=', wanted as string)
    else if (wanted.length > 0) query = query.where(name, 'in', wanted as string[])
    else query = query.where(({ lit }) => lit(false))
  }
  if (created !== undefined) query = within(query, kind.storedPrefix ?? kind.prefix, created)
  if (starting_after !== undefined) query = query.where('id', '<', stored(starting_after))
  if (ending_before !== undefined) query = query.where('id', '>', stored(ending_before))
  const rows = (await query
    .orderBy('id', ending_before === undefined ? 'desc' : 'asc')
    .limit(limit + 1)
    .execute()) as Row<TableName>[]
  const shown = rows.slice(0, limit)
  if (ending_before !== undefined) shown.reverse()
  return { answer: 'list', table: kind.table, rows: shown, hasMore: rows.length > limit }
}

async function requireCursor(
  reader: Reader,
  kind: Pick<Kind, 'table' | 'visible' | 'object' | 'prefix' | 'storedPrefix'>,
  cursors: { starting_after: string | undefined; ending_before: string | undefined },
): Promise<void> {
  const given = Object.entries(cursors).filter((entry): entry is [string, string] => !!entry[1])
  for (const [param, id] of given) {
    const [row] = await rowsById(reader, kind, [storedId(kind, id)])
    if (row === undefined) throw noSuch(kind.object, id, param)
  }
  if (given.length > 1) throw bothCursors()
}

/**
 * Rows created within a range of whole seconds. The column decides; the bounds on the id, which never lie
 * inside the range, let the index skip what is far from it.
 */
function within(query: UsualQuery, prefix: string, { gt, gte, lt, lte }: TimeRange): UsualQuery {
  const from = [gte, gt === undefined ? undefined : gt + 1].filter((bound) => bound !== undefined)
  const to = [lt, lte === undefined ? undefined : lte + 1].filter((bound) => bound !== undefined)
  let narrowed = query
  if (from.length > 0) {
    const start = fromUnixSeconds(Math.max(...from))
    narrowed = narrowed.where('created_at', '>=', start).where('id', '>=', firstIdAt(prefix, start))
  }
  if (to.length > 0) {
    const end = fromUnixSeconds(Math.min(...to))
    const late = new Date(end.getTime() + idLagMs)
    narrowed = narrowed.where('created_at', '<', end).where('id', '<', firstIdAt(prefix, late))
  }
  return narrowed
}
