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

/** How many deliveries to dead endpoints are canceled at once. */
const mostCanceled = 1_000

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

const sameQueue = sql`d.merchant_id = q.merchant_id and d.livemode = q.livemode
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
 * Takes deliveries that are due, each queue up to its own limit and the first of every queue before the
 * second of any, so that no endpoint waits for another. They are due again at `lease`, whatever becomes
 * of us. Due deliveries to an endpoint that is no longer enabled are canceled.
 *
 * @param inFlight sends under way by endpoint id, which count towards its limit
 */
export async function claimDue(
  system: Queries,
  {
    now,
    lease,
    limits,
    inFlight,
  }: {
    now: Date
    lease: Date
    limits: ClaimLimits
    inFlight: ReadonlyMap<string, number>
  },
): Promise<{ claims: Claim[]; canceled: number }> {
  const { rows } = await sql<ClaimRow>`
    with recursive ${queues},
    rooms as (
      select q.*, w.status <> 'enabled' as dead,
        case when w.status <> 'enabled' then ${mostCanceled}
          else greatest(0, case when h.failing_since is null then ${limits.perEndpoint} else 1 end
            - coalesce((${JSON.stringify(Object.fromEntries(inFlight))}::json ->> q.endpoint_id)::int, 0))
        end as room
      from queues q
      join webhook_endpoints w
        on w.merchant_id = q.merchant_id and w.livemode = q.livemode and w.id = q.endpoint_id
      left join webhook_health h
        on h.merchant_id = q.merchant_id and h.livemode = q.livemode and h.endpoint_id = q.endpoint_id
    ), due as materialized (
      select q.dead, d.* from rooms q cross join lateral (
        select d.merchant_id, d.livemode, d.endpoint_id, d.event_id, d.next_try_at
        from webhook_deliveries d
        where ${sameQueue} and d.next_try_at <= ${now}
        order by d.next_try_at limit q.room for update skip locked
      ) d
    ), places as (
      select *, row_number() over (
        partition by merchant_id, livemode, endpoint_id order by next_try_at) as place
      from due
    ), chosen as (
      (select * from places where not dead order by place limit ${limits.total})
      union all
      (select * from places where dead)
    ), claimed as (
      update webhook_deliveries d set
        state = case when c.dead then 'canceled' else 'pending' end,
        next_try_at = case when c.dead then null else ${lease}::timestamptz end
      from chosen c
      where d.merchant_id = c.merchant_id and d.livemode = c.livemode
        and d.event_id = c.event_id and d.endpoint_id = c.endpoint_id
      returning d.merchant_id, d.livemode, d.event_id, d.endpoint_id, d.tries, c.dead
    )
    select c.dead as canceled, c.tries, c.event_id, m.psp_id, row_to_json(w) as endpoint, row_to_json(e) as event,
      (select count(*)::int from webhook_deliveries d where d.merchant_id = c.merchant_id
        and d.livemode = c.livemode and d.event_id = c.event_id and d.state = 'pending') as pending_webhooks
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
      where ${sameQueue} and d.next_try_at > ${now}
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
