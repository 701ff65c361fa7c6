import { sql } from 'kysely'
import { type Queries, type Row, reviveRow } from '../db/index.ts'
import type { WebhookEndpoint } from './endpoint.ts'

/** A delivery that is ours to send until `lease`. */
export interface Claim {
  readonly merchantId: string
  readonly livemode: boolean
  readonly eventId: string
  readonly endpointId: string
  /** Failed ones since it was owed. */
  readonly tries: number
  readonly lease: Date
  readonly pspId: string
  readonly endpoint: WebhookEndpoint
  /** Missing when it was archived before it could be delivered. */
  readonly event: Row<'events'> | undefined
  /** Endpoints this event has yet to reach, this one included. */
  readonly pendingWebhooks: number
}

/** What may be claimed at once. */
export interface ClaimLimits {
  readonly total: number
  /** Sends at the same time to an endpoint that works; one that is failing gets one. */
  readonly perEndpoint: number
}

/**
 * The queues there are: each endpoint that is owed something, found by stepping through the index from
 * one to the next. A queue of a million costs the same step as a queue of one.
 */
const queues = sql`queues as (
    (select merchant_id, livemode, endpoint_id from webhook_deliveries
      where state = 'pending' order by 1, 2, 3 limit 1)
    union all
    select step.* from queues q cross join lateral (
      select d.merchant_id, d.livemode, d.endpoint_id from webhook_deliveries d
      where d.state = 'pending'
        and (d.merchant_id, d.livemode, d.endpoint_id) > (q.merchant_id, q.livemode, q.endpoint_id)
      order by 1, 2, 3 limit 1
    ) step
  )`

/** Conditions on a row `d` of queue `q`, as the index of queues has them. */
const inQueue = sql`d.merchant_id = q.merchant_id and d.livemode = q.livemode
  and d.endpoint_id = q.endpoint_id and d.state = 'pending'`

interface ClaimRow {
  canceled: boolean
  tries: number
  psp_id: string
  pending_webhooks: number
  endpoint: Record<string, unknown>
  event: Record<string, unknown> | null
  event_id: string
}

/**
 * Takes deliveries that are due: from each queue an equal share of the places there are, and where there
 * are more queues than places, from those that have waited longest; so that no endpoint waits for another.
 * They are due again at `lease`, whatever becomes of us. What is due to an endpoint that is no longer
 * enabled is canceled.
 *
 * @param inFlight sends under way by endpoint id, which count towards its limit
 */
export async function claimDue(
  system: Queries,
  {
    now,
    lease,
    limits: { total, perEndpoint },
    inFlight,
  }: { now: Date; lease: Date; limits: ClaimLimits; inFlight: ReadonlyMap<string, number> },
): Promise<{ claims: Claim[]; canceled: number }> {
  const busy = JSON.stringify(Object.fromEntries(inFlight))
  // A row locked in this statement stays where it is, so its ctid finds it for the update without a search.
  const { rows } = await sql<ClaimRow>`
    with recursive ${queues}, ready as materialized (
      select q.*, w.status <> 'enabled' as dead, room
      from queues q
      join webhook_endpoints w
        on w.merchant_id = q.merchant_id and w.livemode = q.livemode and w.id = q.endpoint_id
      left join webhook_health h
        on h.merchant_id = q.merchant_id and h.livemode = q.livemode and h.endpoint_id = q.endpoint_id
      cross join lateral (
        select case when h.failing_since is null then ${perEndpoint}::int else 1 end
          - coalesce((${busy}::json ->> q.endpoint_id)::int, 0) as room
      ) r
      cross join lateral (
        select d.next_try_at as since from webhook_deliveries d
        where ${inQueue} and d.next_try_at <= ${now} order by d.next_try_at limit 1
      ) head
      where room > 0
      order by since limit ${total}
    ), due as materialized (
      select q.dead, d.place from ready q cross join lateral (
        select d.ctid as place from webhook_deliveries d
        where ${inQueue} and d.next_try_at <= ${now}
        order by d.next_try_at
        limit least(q.room, (select greatest(1, ${total}::int / count(*)) from ready))
        for update skip locked
      ) d
      limit ${total}
    ), claimed as (
      update webhook_deliveries d set
        state = case when due.dead then 'canceled' else 'pending' end,
        next_try_at = case when due.dead then null else ${lease}::timestamptz end
      from due where d.ctid = due.place
      returning d.merchant_id, d.livemode, d.event_id, d.endpoint_id, d.tries, due.dead
    )
    select c.dead as canceled, c.tries, c.event_id, m.psp_id, row_to_json(w) as endpoint,
      row_to_json(e) as event, (
        select count(*)::int from webhook_deliveries d where d.merchant_id = c.merchant_id
          and d.livemode = c.livemode and d.event_id = c.event_id and d.state = 'pending'
      ) as pending_webhooks
    from claimed c
    join merchants m on m.id = c.merchant_id
    join webhook_endpoints w
      on w.merchant_id = c.merchant_id and w.livemode = c.livemode and w.id = c.endpoint_id
    left join events e
      on e.merchant_id = c.merchant_id and e.livemode = c.livemode and e.id = c.event_id and not c.dead
  `.execute(system)
  const claims = rows.filter((row) => !row.canceled).map((row) => claimOf(row, lease))
  return { claims, canceled: rows.length - claims.length }
}

/** When the next delivery that is not yet due comes due, or null when there is none. */
export async function nextDueAt(system: Queries, now: Date): Promise<Date | null> {
  const { rows } = await sql<{ next: Date | null }>`
    with recursive ${queues}
    select min(d.next_try_at) as next from queues q cross join lateral (
      select d.next_try_at from webhook_deliveries d
      where ${inQueue} and d.next_try_at > ${now}
      order by d.next_try_at limit 1
    ) d
  `.execute(system)
  return rows[0]?.next ?? null
}

function claimOf(row: ClaimRow, lease: Date): Claim {
  const endpoint = reviveRow('webhook_endpoints', row.endpoint)
  return {
    merchantId: endpoint.merchant_id,
    livemode: endpoint.livemode,
    eventId: row.event_id,
    endpointId: endpoint.id,
    tries: row.tries,
    lease,
    pspId: row.psp_id,
    endpoint,
    event: row.event === null ? undefined : reviveRow('events', row.event),
    pendingWebhooks: row.pending_webhooks,
  }
}

/** An endpoint as it is now, whosever it is. */
export function findEndpoint(
  system: Queries,
  { merchant_id, livemode, id }: Pick<WebhookEndpoint, 'merchant_id' | 'livemode' | 'id'>,
): Promise<WebhookEndpoint | undefined> {
  return system
    .selectFrom('webhook_endpoints')
    .selectAll()
    .where('merchant_id', '=', merchant_id)
    .where('livemode', '=', livemode)
    .where('id', '=', id)
    .executeTakeFirst()
}
