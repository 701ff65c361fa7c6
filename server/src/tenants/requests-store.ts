import type { Queries, Row } from '../db/index.ts'

/** What is known of a request by its Idempotency-Key. */
export function findRequest(
  queries: Queries,
  { merchantId, livemode }: { merchantId: string; livemode: boolean },
  key: string,
): Promise<Row<'idempotent_requests'> | undefined> {
  return queries
    .selectFrom('idempotent_requests')
    .selectAll()
    .where('owner_id', '=', merchantId)
    .where('livemode', '=', livemode)
    .where('key', '=', key)
    .executeTakeFirst()
}
