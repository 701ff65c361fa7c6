import type { ListAnswer } from '../../answers.ts'
import type { Reader } from '../../kinds.ts'
import type { ListQuery } from '../../list-params.ts'
import { list } from '../../list-store.ts'
import { eventKind } from './view.ts'

/** What a list of events is narrowed to. */
export interface EventFilter {
  /** One type, or a family: `charge.*`. */
  readonly type?: string
  readonly types?: readonly string[]
  /** Whether every endpoint owed the event has it. */
  readonly delivery_success?: boolean
}

/** A page of events, newest first. */
export function listEvents(
  reader: Reader,
  page: ListQuery,
  { type, types, delivery_success }: EventFilter,
): Promise<ListAnswer> {
  return list(reader, eventKind, page, {
    equals: { type: types },
    where(query) {
      let narrowed = query
      if (type?.endsWith('*')) narrowed = narrowed.where('type', 'like', `${escaped(type)}%`)
      else if (type !== undefined) narrowed = narrowed.where('type', '=', type)
      if (delivery_success !== undefined) {
        narrowed = narrowed.where(({ exists, not, selectFrom }) => {
          const owed = exists(
            selectFrom('webhook_deliveries as delivery')
              .whereRef('delivery.merchant_id', '=', 'events.merchant_id')
              .whereRef('delivery.livemode', '=', 'events.livemode')
              .whereRef('delivery.event_id', '=', 'events.id')
              .where('delivery.state', '<>', 'delivered'),
          )
          return delivery_success ? not(owed) : owed
        })
      }
      return narrowed
    },
  })
}

/** A family without its star, as LIKE takes it. */
function escaped(family: string): string {
  return family.slice(0, -1).replace(/[\\%_]/g, '\\$&')
}
