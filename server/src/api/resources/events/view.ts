import { type Row, reviveRow, type TableName } from '../../../db/index.ts'
import { unixSeconds } from '../../../kernel/index.ts'
import { kind, kindOf } from '../../kinds.ts'
import { sourceKind } from '../sources/view.ts'
import { pendingWebhooks } from './pending-store.ts'
import { event } from './schema.ts'

/** An event: the object as it then was, in the shape the reader's version knows. */
export const eventKind = kind({
  table: 'events',
  object: 'event',
  prefix: 'evt',
  schema: event,
  expandable: { data: null, request: null },
  companions(row, kinds, how) {
    const { table, snapshot } = snapshotOf(row)
    return kindOf(kinds, table).companions?.(snapshot, kinds, how) ?? []
  },
  gather: pendingWebhooks,
  view(row, viewing, pending = 0) {
    const { table, snapshot } = snapshotOf(row)
    return {
      id: row.id,
      object: 'event',
      api_version: viewing.apiVersion,
      created: unixSeconds(row.created_at),
      data: {
        object: row.type.startsWith('customer.source.')
          ? sourceKind.view(snapshot as Row<'payment_methods'>, viewing, undefined)
          : viewing.show(table, snapshot),
        ...(row.previous === null ? {} : { previous_attributes: row.previous }),
      },
      livemode: row.livemode,
      pending_webhooks: pending,
      request: { id: row.request_id, idempotency_key: row.idempotency_key },
      type: row.type,
    }
  },
})

function snapshotOf({ object_type, snapshot }: Row<'events'>) {
  const table = object_type as TableName
  return { table, snapshot: reviveRow(table, snapshot as Readonly<Record<string, unknown>>) }
}
