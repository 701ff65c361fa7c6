import { sql } from 'kysely'
import type { Database, Row } from '../db/index.ts'
import type { SealedColumn } from './sealed-columns.ts'

type System = Pick<Database, 'system'>

/** Data keys belong to a PSP and a mode. */
export interface KeyOwner {
  readonly pspId: string
  readonly livemode: boolean
}

/** A PSP's keys in one mode that are in use: one of each purpose once they are made. */
export function currentKeys(
  { system }: System,
  { pspId, livemode }: KeyOwner,
): Promise<Row<'data_keys'>[]> {
  return system
    .selectFrom('data_keys')
    .selectAll()
    .where('psp_id', '=', pspId)
    .where('livemode', '=', livemode)
    .where('retired_at', 'is', null)
    .execute()
}

/** A PSP's key by its id, retired ones included. */
export function keyById(
  { system }: System,
  { pspId, livemode }: KeyOwner,
  id: string,
): Promise<Row<'data_keys'> | undefined> {
  return system
    .selectFrom('data_keys')
    .selectAll()
    .where('id', '=', id)
    .where('psp_id', '=', pspId)
    .where('livemode', '=', livemode)
    .executeTakeFirst()
}

/** Every PSP's keys that still exist, the oldest first. */
export function livingKeys({ system }: System): Promise<Row<'data_keys'>[]> {
  return system
    .selectFrom('data_keys')
    .selectAll()
    .where('destroyed_at', 'is', null)
    .orderBy('id')
    .execute()
}

/** A row with something sealed in it; its other columns go back as they came. */
export interface SealedRow {
  readonly id: string
  readonly version: number
  readonly psp_id?: string
  readonly merchant_id: string | null
  readonly livemode: boolean
  readonly [column: string]: unknown
}

/**
 * One page of the rows that may hold something sealed with one of the keys, in the order of the primary
 * key: all PSPs in one walk over the table.
 *
 * @param after the last row of the page before
 */
export async function sealedRows(
  { system }: System,
  { table, column, keyColumn, owner }: SealedColumn,
  keyIds: readonly string[],
  after: SealedRow | undefined,
  limit: number,
): Promise<SealedRow[]> {
  const perMerchant = owner === 'merchant'
  const key = perMerchant ? sql`(merchant_id, livemode, id)` : sql`(id)`
  const last = after && (perMerchant ? [after.merchant_id, after.livemode, after.id] : [after.id])
  const { rows } = await sql<SealedRow>`
    select * from ${sql.table(table)}
    where ${keyColumn === undefined ? sql`${sql.ref(column)} is not null` : sql`${sql.ref(keyColumn)} = any(${keyIds})`}
    ${last === undefined ? sql`` : sql`and ${key} > (${sql.join(last)})`}
    order by ${perMerchant ? sql`merchant_id, livemode, id` : sql`id`}
    limit ${limit}`.execute(system)
  return rows
}
