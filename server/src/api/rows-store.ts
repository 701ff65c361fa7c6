import type { Queries, Row, TableName } from '../db/index.ts'
import type { Kind, Reader } from './kinds.ts'
import type { UsualQuery } from './table-query-store.ts'

export type { TableQuery, UsualQuery } from './table-query-store.ts'

/**
 * Rows of a kind by their ids, in one query; those that do not exist in the caller's scope are left out.
 * The query names the owner, and row-level security holds it to the same.
 */
export async function rowsById(
  { queries, scope }: Reader,
  kind: Pick<Kind, 'table' | 'visible'>,
  ids: readonly string[],
): Promise<readonly Row<TableName>[]> {
  return ownedRows(queries, kind, scope).where('id', 'in', ids).execute()
}

/** A query over the rows of a kind that the caller may see. */
export function ownedRows(
  queries: Queries,
  { table, visible }: Pick<Kind, 'table' | 'visible'>,
  scope: Reader['scope'],
): UsualQuery {
  const query = queries.selectFrom(table as 'payment_intents').selectAll()
  if (visible !== undefined) return visible(query as never, scope) as unknown as UsualQuery
  return query
    .where('merchant_id', '=', scope.merchantId ?? '')
    .where('livemode', '=', scope.livemode)
}
