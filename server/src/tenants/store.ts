import type { Queries, Row } from '../db/index.ts'

/** The key with this hash, whatever state it is in. */
export function findKey(queries: Queries, hash: string): Promise<Row<'api_keys'> | undefined> {
  return queries.selectFrom('api_keys').selectAll().where('hash', '=', hash).executeTakeFirst()
}

/** The key with this id, whatever state it is in. */
export function findKeyById(queries: Queries, id: string): Promise<Row<'api_keys'> | undefined> {
  return queries.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst()
}

export function findPsp(queries: Queries, id: string): Promise<Row<'psps'> | undefined> {
  return queries.selectFrom('psps').selectAll().where('id', '=', id).executeTakeFirst()
}

export function findMerchant(queries: Queries, id: string): Promise<Row<'merchants'> | undefined> {
  return queries.selectFrom('merchants').selectAll().where('id', '=', id).executeTakeFirst()
}

/** PSPs, the newest first. */
export function listPsps(queries: Queries, limit: number): Promise<Row<'psps'>[]> {
  return queries.selectFrom('psps').selectAll().orderBy('id', 'desc').limit(limit).execute()
}

/** A PSP's merchants, the newest first. */
export function listMerchants(
  queries: Queries,
  pspId: string,
  limit: number,
): Promise<Row<'merchants'>[]> {
  return queries
    .selectFrom('merchants')
    .selectAll()
    .where('psp_id', '=', pspId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** The keys of a merchant, of a PSP itself, or (both null) of operators; the newest first. */
export function listKeys(
  queries: Queries,
  { pspId, merchantId }: { pspId: string | null; merchantId: string | null },
  limit: number,
): Promise<Row<'api_keys'>[]> {
  return queries
    .selectFrom('api_keys')
    .selectAll()
    .where('psp_id', 'is not distinct from', pspId)
    .where('merchant_id', 'is not distinct from', merchantId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

export function findProcessorAccount(
  queries: Queries,
  id: string,
): Promise<Row<'processor_accounts'> | undefined> {
  return queries
    .selectFrom('processor_accounts')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
}

/** A PSP's processor accounts of both modes, in the order payments try them. */
export function processorAccountsOf(
  queries: Queries,
  pspId: string,
): Promise<Row<'processor_accounts'>[]> {
  return queries
    .selectFrom('processor_accounts')
    .selectAll()
    .where('psp_id', '=', pspId)
    .orderBy('priority')
    .orderBy('merchant_id', (order) => order.asc().nullsLast())
    .orderBy('id')
    .execute()
}
