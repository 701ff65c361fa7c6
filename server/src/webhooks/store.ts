import { sql } from 'kysely'
import type { Queries, Row } from '../db/index.ts'
import type { Context } from '../tenants/index.ts'
import type { WebhookEndpoint } from './endpoint.ts'

export type WebhookTry = Row<'webhook_tries'>
type Reader = Pick<Context, 'queries' | 'tenant'>

/** An event owed to an endpoint, with the last try there was. */
export type WebhookDelivery = Row<'webhook_deliveries'> & { readonly lastTry: WebhookTry | null }

/** A page of an endpoint's deliveries, newest event first; cursors are event ids. */
export interface DeliveryPage {
  readonly limit: number
  readonly startingAfter?: string | undefined
  readonly endingBefore?: string | undefined
  /** `pending`, `delivered`, `failed` or `canceled` only. */
  readonly state?: string | undefined
}

/** The tenant's endpoints, newest first, without deleted ones: few enough to be read at once. */
export function endpointsOf({ queries, tenant }: Reader): Promise<WebhookEndpoint[]> {
  return queries
    .selectFrom('webhook_endpoints')
    .selectAll()
    .where('merchant_id', '=', tenant.merchant.id)
    .where('livemode', '=', tenant.livemode)
    .where('status', '<>', 'deleted')
    .orderBy('id', 'desc')
    .execute()
}

/** How an endpoint has been doing, or undefined when it never failed. */
export function healthOf(
  { queries, tenant }: Reader,
  endpointId: string,
): Promise<Row<'webhook_health'> | undefined> {
  return queries
    .selectFrom('webhook_health')
    .selectAll()
    .where('merchant_id', '=', tenant.merchant.id)
    .where('livemode', '=', tenant.livemode)
    .where('endpoint_id', '=', endpointId)
    .executeTakeFirst()
}

/** A page of what an endpoint was sent, or is owed. */
export async function deliveriesTo(
  ctx: Reader,
  endpointId: string,
  { limit, startingAfter, endingBefore, state }: DeliveryPage,
): Promise<{ deliveries: WebhookDelivery[]; hasMore: boolean }> {
  const backwards = endingBefore !== undefined
  let query = deliveries(ctx)
    .where('endpoint_id', '=', endpointId)
    .orderBy('event_id', backwards ? 'asc' : 'desc')
    .limit(limit + 1)
  if (state !== undefined) query = query.where('state', '=', state)
  if (startingAfter !== undefined) query = query.where('event_id', '<', startingAfter)
  if (endingBefore !== undefined) query = query.where('event_id', '>', endingBefore)
  const rows = await query.execute()
  const page = rows.slice(0, limit)
  if (backwards) page.reverse()
  return { deliveries: await withLastTries(ctx, page), hasMore: rows.length > limit }
}

/** Every endpoint an event was sent to, or is owed to. */
export async function deliveriesOf(ctx: Reader, eventId: string): Promise<WebhookDelivery[]> {
  const rows = await deliveries(ctx)
    .where('event_id', '=', eventId)
    .orderBy('endpoint_id')
    .execute()
  return withLastTries(ctx, rows)
}

/** The log of a delivery, oldest try first. */
export function triesOf(
  ctx: Reader,
  { eventId, endpointId }: { eventId: string; endpointId: string },
): Promise<WebhookTry[]> {
  return tries(ctx)
    .where('event_id', '=', eventId)
    .where('endpoint_id', '=', endpointId)
    .orderBy('id')
    .execute()
}

/** How many endpoints each event has yet to reach; an event that reached all is left out. */
export async function pendingWebhooks(
  ctx: Reader,
  eventIds: readonly string[],
): Promise<Map<string, number>> {
  if (eventIds.length === 0) return new Map()
  const rows = await deliveries(ctx)
    .clearSelect()
    .select(['event_id', sql<number>`count(*)::int`.as('pending')])
    .where('event_id', 'in', eventIds)
    .where('state', '=', 'pending')
    .groupBy('event_id')
    .execute()
  return new Map(rows.map(({ event_id, pending }) => [event_id, pending]))
}

/**
 * Owes an event to an endpoint anew: due now, with the whole schedule before it. One that is pending
 * anyway is only due sooner.
 * @param system the delivery is ours to write; the caller has seen that event and endpoint are the tenant's
 */
export async function oweAgain(
  system: Queries,
  { tenant }: Reader,
  { eventId, endpointId, now }: { eventId: string; endpointId: string; now: Date },
): Promise<void> {
  await system
    .insertInto('webhook_deliveries')
    .values({
      merchant_id: tenant.merchant.id,
      livemode: tenant.livemode,
      event_id: eventId,
      endpoint_id: endpointId,
      created_at: now,
      state: 'pending',
      tries: 0,
      next_try_at: now,
      last_try_id: null,
    })
    .onConflict((conflict) =>
      conflict.columns(['merchant_id', 'livemode', 'event_id', 'endpoint_id']).doUpdateSet({
        state: 'pending',
        tries: sql`case when webhook_deliveries.state = 'pending' then webhook_deliveries.tries else 0 end`,
        next_try_at: now,
      }),
    )
    .execute()
}

function deliveries({ queries, tenant }: Reader) {
  return queries
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where('merchant_id', '=', tenant.merchant.id)
    .where('livemode', '=', tenant.livemode)
}

function tries({ queries, tenant }: Reader) {
  return queries
    .selectFrom('webhook_tries')
    .selectAll()
    .where('merchant_id', '=', tenant.merchant.id)
    .where('livemode', '=', tenant.livemode)
}

async function withLastTries(
  ctx: Reader,
  rows: readonly Row<'webhook_deliveries'>[],
): Promise<WebhookDelivery[]> {
  const ids = rows.flatMap(({ last_try_id }) => last_try_id ?? [])
  if (ids.length === 0) return rows.map((row) => ({ ...row, lastTry: null }))
  const eventIds = rows.map(({ event_id }) => event_id)
  const found = await tries(ctx).where('event_id', 'in', eventIds).where('id', 'in', ids).execute()
  const byId = new Map(found.map((each) => [each.id, each]))
  return rows.map((row) => ({ ...row, lastTry: byId.get(row.last_try_id ?? '') ?? null }))
}
