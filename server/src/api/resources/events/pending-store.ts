import type { Row } from '../../../db/index.ts'
import type { Reader } from '../../kinds.ts'

/** How many endpoints are still owed each event, by the event's id; events owed to nobody are left out. */
export async function pendingWebhooks(
  { queries, scope }: Reader,
  events: readonly Row<'events'>[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await queries
    .selectFrom('webhook_deliveries')
    .select(({ fn }) => ['event_id', fn.countAll<bigint>().as('pending')])
    .where('merchant_id', '=', scope.merchantId ?? '')
    .where('livemode', '=', scope.livemode)
    .where(
      'event_id',
      'in',
      events.map(({ id }) => id),
    )
    .where('state', '=', 'pending')
    .groupBy('event_id')
    .execute()
  return new Map(rows.map(({ event_id, pending }) => [event_id, Number(pending)]))
}
