import type { SelectQueryBuilder } from 'kysely'
import type { Queries, Row, Schema, TableName } from '../db/index.ts'
import type { Kind, Reader } from './kinds.ts'

/** A query over all columns of a table. */
export type TableQuery<T extends TableName> = SelectQueryBuilder<Schema, T, Row<T>>

/** Kysely cannot type a query over a table that is a type parameter: one with the usual columns stands in. */
export type UsualQuery = TableQuery<'payment_intents'>

/**
 * Rows of a kind by their ids, in one query; those that do not exist in the caller's scope are left out.
 * The query names the owner, and row-level security holds it to the same.
 */
export async function rowsById(
  { queries, scope }: Reader,
  kind: Pick<Kind, 'table' | 'owner'>,
  ids: readonly string[],
): Promise<readonly Row<TableName>[]> {
  return ownedRows(queries, kind, scope).where('id', 'in', ids).execute()
}

/** A query over the rows of a kind that belong to the caller. */
export function ownedRows(
  queries: Queries,
  { table, owner = 'merchant' }: Pick<Kind, 'table' | 'owner'>,
  scope: Reader['scope'],
): UsualQuery {
  const query = queries.selectFrom(table as 'payment_intents').selectAll()
  if (owner === 'operator') return query
  if (owner === 'psp') return query.where('psp_id' as 'id', '=', scope.pspId ?? '')
  return query
    .where('merchant_id', '=', scope.merchantId ?? '')
    .where('livemode', '=', scope.livemode)
}
