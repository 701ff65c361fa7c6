import { type Row, type Write, write } from '../db/index.ts'
import { type Json, newId } from '../kernel/index.ts'
import { type EventType, eventCatalogue } from './catalogue.ts'
import { snapshotOf } from './snapshot.ts'

/** The request an event came of, as the event tells its reader. */
export interface Origin {
  readonly requestId: string | null
  readonly idempotencyKey: string | null
}

/**
 * An event that an object changed, with the row as it now is: two rows for the same change that makes it so.
 * @param previous the values of changed attributes before, for `*.updated`
 */
export function event<T extends EventType>(
  type: T,
  row: Row<(typeof eventCatalogue)[T]>,
  at: Date,
  origin: Origin,
  previous: Json | null = null,
): Write[] {
  const { livemode, id: object_id } = row
  // A merchant's own row belongs to itself.
  const merchant_id = 'merchant_id' in row ? row.merchant_id : row.id
  const id = newId('evt', at.getTime())
  return [
    write('events', {
      merchant_id,
      livemode,
      id,
      created_at: at,
      type,
      object_type: eventCatalogue[type],
      object_id,
      snapshot: snapshotOf(row),
      previous,
      request_id: origin.requestId,
      idempotency_key: origin.idempotencyKey,
    }),
    write('outbox', { merchant_id, livemode, event_id: id }),
  ]
}
