import type { Database, Row } from '../db/index.ts'

/** A PSP's keys in one mode that are in use: one of each purpose once they are made. */
export function currentKeys(
  { system }: Pick<Database, 'system'>,
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
  { system }: Pick<Database, 'system'>,
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

/** Data keys belong to a PSP and a mode. */
export interface KeyOwner {
  readonly pspId: string
  readonly livemode: boolean
}
