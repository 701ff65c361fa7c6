import { sql } from 'kysely'
import type { Queries, Row } from '../db/index.ts'

/** What becomes available of one merchant's pending funds at one moment. */
export type PendingFunds = Row<'pending_funds'>

/**
 * Funds that are due and not yet released, of all merchants, the longest due first.
 * @param after the last one of the page before
 */
export function dueFunds(
  queries: Queries,
  { at, after, limit }: { at: Date; after: PendingFunds | undefined; limit: number },
): Promise<PendingFunds[]> {
  return queries
    .selectFrom('pending_funds')
    .selectAll()
    .where('available_at', '<=', at)
    .where('amount', '<>', 0n)
    .$if(after !== undefined, (query) =>
      query.where(
        sql<boolean>`(available_at, merchant_id, livemode, currency) > (${after?.available_at},
          ${after?.merchant_id}, ${after?.livemode}, ${after?.currency})`,
      ),
    )
    .orderBy('available_at')
    .orderBy('merchant_id')
    .orderBy('livemode')
    .orderBy('currency')
    .limit(limit)
    .execute()
}

/** The same funds as they are now; undefined when nothing is left of them. */
export function currentFunds(
  queries: Queries,
  { merchant_id, livemode, currency, available_at }: PendingFunds,
): Promise<PendingFunds | undefined> {
  return queries
    .selectFrom('pending_funds')
    .selectAll()
    .where('merchant_id', '=', merchant_id)
    .where('livemode', '=', livemode)
    .where('currency', '=', currency)
    .where('available_at', '=', available_at)
    .where('amount', '<>', 0n)
    .executeTakeFirst()
}

/** Deletes due rows of which nothing is left. A row somebody is writing is left for the next time. */
export async function deleteReleasedFunds(queries: Queries, at: Date): Promise<void> {
  await sql`
    delete from pending_funds f using (
      select merchant_id, livemode, currency, available_at from pending_funds
      where available_at <= ${at} and amount = 0
      for update skip locked
    ) released
    where f.merchant_id = released.merchant_id and f.livemode = released.livemode
      and f.currency = released.currency and f.available_at = released.available_at`.execute(
    queries,
  )
}
