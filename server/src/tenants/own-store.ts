import type { Row, TableName } from '../db/index.ts'
import type { Context } from './context.ts'

/** Tables whose rows a tenant owns one by one. */
export type OwnTable = {
  [T in TableName]: Row<T> extends { merchant_id: string; livemode: boolean; id: string }
    ? T
    : never
}[TableName]

/** One row of this tenant by its id, or undefined: a stranger's row is as absent as one that never was. */
export async function findOwn<T extends OwnTable>(
  { queries, tenant }: Pick<Context, 'queries' | 'tenant'>,
  table: T,
  id: string,
): Promise<Row<T> | undefined> {
  const row = await queries
    // Kysely types no query over a table that is itself a type parameter; every OwnTable has these columns.
    .selectFrom(table as 'customers')
    .selectAll()
    .where('merchant_id', '=', tenant.merchant.id)
    .where('livemode', '=', tenant.livemode)
    .where('id', '=', id)
    .executeTakeFirst()
  return row as unknown as Row<T> | undefined
}
