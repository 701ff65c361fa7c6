import { unixSeconds } from '../../../kernel/index.ts'
import type { WebhookDelivery, WebhookTry } from '../../../webhooks/index.ts'
import type { ObjectType, WireObject } from '../../kinds.ts'
import { webhookDelivery } from './schema.ts'

/** An event owed to an endpoint. `expand[]=event` shows what is sent. */
export const webhookDeliveryType: ObjectType = {
  object: 'webhook_delivery',
  schema: webhookDelivery,
  expandable: { event: 'events', webhook_endpoint: 'webhook_endpoints' },
}

/** @param tries all of them, where the answer is about this delivery only */
export function deliveryWire(delivery: WebhookDelivery, tries?: readonly WebhookTry[]): WireObject {
  const { event_id, endpoint_id, next_try_at, lastTry } = delivery
  return {
    id: deliveryId(event_id, endpoint_id),
    object: 'webhook_delivery',
    created: unixSeconds(delivery.created_at),
    event: event_id,
    last_try: lastTry === null ? null : tryWire(lastTry),
    livemode: delivery.livemode,
    next_try_at: next_try_at === null ? null : unixSeconds(next_try_at),
    status: delivery.state,
    ...(tries === undefined ? {} : { tries: tries.map(tryWire) }),
    webhook_endpoint: endpoint_id,
  }
}

function tryWire({ id, status, response, url, ...each }: WebhookTry): WireObject {
  return {
    id,
    object: 'webhook_try',
    created: unixSeconds(each.created_at),
    duration_ms: each.duration_ms,
    error: each.error,
    // The id went along as Request-Id, so that the receiver's log and this one can be held together.
    request: { id, url },
    response: status === null ? null : { body: response, status },
  }
}

/** A delivery is one event to one endpoint, and its id is made of theirs. */
function deliveryId(eventId: string, endpointId: string): string {
  return `whd_${eventId.slice('evt_'.length)}_${endpointId.slice('we_'.length)}`
}

/** The event a delivery to this endpoint is of; undefined when the id is of no such delivery. */
export function eventIdOf(deliveryId: string, endpointId: string): string | undefined {
  const [, event, endpoint] = /^whd_([0-9A-Za-z]+)_([0-9A-Za-z]+)$/.exec(deliveryId) ?? []
  return event !== undefined && `we_${endpoint}` === endpointId ? `evt_${event}` : undefined
}
