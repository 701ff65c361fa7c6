import { sql } from 'kysely'
import type { Queries } from '../db/index.ts'

/**
 * Turns a batch of outbox rows into deliveries, in one statement: what is taken out of the outbox is owed
 * to every enabled endpoint that wants it, or nothing happened. Several workers may do this at once.
 *
 * Endpoints are joined before events, so that events nobody waits for are never read. A row that is locked
 * stays in its place, so the place is enough to delete it by.
 *
 * @returns how many outbox rows are gone; fewer than `limit` when the outbox is empty
 */
export async function fanOutBatch(
  system: Queries,
  { now, limit }: { now: Date; limit: number },
): Promise<number> {
  const { numAffectedRows } = await sql`
    with taken as materialized (
      select ctid as place, merchant_id, livemode, event_id from outbox limit ${limit} for update skip locked
    ), owed as (
      insert into webhook_deliveries (merchant_id, livemode, event_id, endpoint_id, created_at, state, tries, next_try_at)
      select t.merchant_id, t.livemode, t.event_id, w.id, ${now}, 'pending', 0, ${now}
      from taken t
      join webhook_endpoints w
        on w.merchant_id = t.merchant_id and w.livemode = t.livemode and w.status = 'enabled'
      cross join lateral (
        select e.type from events e
        where e.merchant_id = t.merchant_id and e.livemode = t.livemode and e.id = t.event_id
        limit 1
      ) e
      where e.type = any (w.enabled_events) or '*' = any (w.enabled_events)
        or exists (
          select from unnest(w.enabled_events) as pattern
          where right(pattern, 2) = '.*' and starts_with(e.type, left(pattern, -1))
        )
      on conflict do nothing
    )
    delete from outbox where ctid = any (array(select place from taken))
  `.execute(system)
  return Number(numAffectedRows)
}
