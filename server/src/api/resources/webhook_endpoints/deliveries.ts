import { shown } from '../../../tenants/index.ts'
import {
  deliveriesOf,
  deliveriesTo,
  getEndpoint,
  triesOf,
  type WebhookDelivery,
} from '../../../webhooks/index.ts'
import { plain, plainList } from '../../answers.ts'
import type { MerchantContext } from '../../context.ts'
import { endpoint } from '../../endpoint.ts'
import { find } from '../../find.ts'
import { defaultLimit } from '../../list-params.ts'
import { bothCursors } from '../../plain-pages.ts'
import { noSuch } from '../../refusals.ts'
import { eventKind } from '../events/view.ts'
import { deliveryWire, eventIdOf, webhookDeliveryType } from './delivery.ts'
import { listDeliveriesQuery, retryEventBody } from './schema.ts'

const write = {
  resource: 'webhook_endpoints',
  verb: 'write',
  publishable: false,
  level: 'merchant',
} as const
const read = { ...write, verb: 'read' } as const

const listAll = endpoint({
  method: 'GET',
  path: '/v1/webhook_endpoints/:id/deliveries',
  summary: 'List what an endpoint was sent or is owed, newest event first',
  tag: 'Webhook endpoints',
  access: read,
  returns: { list: webhookDeliveryType },
  query: listDeliveriesQuery,
  async handle(ctx, { params: { id }, query }) {
    await getEndpoint(ctx, id)
    const { limit = defaultLimit, starting_after, ending_before, status } = query
    const cursor = async (param: 'starting_after' | 'ending_before') => {
      const given = query[param]
      return given === undefined ? undefined : (await deliveryOf(ctx, id, given, param)).event_id
    }
    const [startingAfter, endingBefore] = [
      await cursor('starting_after'),
      await cursor('ending_before'),
    ]
    if (starting_after !== undefined && ending_before !== undefined) throw bothCursors()
    const page = { limit, startingAfter, endingBefore, state: status }
    const { deliveries, hasMore } = await deliveriesTo(ctx, id, page)
    return plainList(
      deliveries.map((delivery) => deliveryWire(delivery)),
      hasMore,
    )
  },
})

const retrieve = endpoint({
  method: 'GET',
  path: '/v1/webhook_endpoints/:id/deliveries/:delivery',
  summary: 'Retrieve a delivery with every try: when, how long, and what the endpoint answered',
  tag: 'Webhook endpoints',
  access: read,
  returns: { one: webhookDeliveryType },
  async handle(ctx, { params: { id, delivery: deliveryId } }) {
    await getEndpoint(ctx, id)
    const delivery = await deliveryOf(ctx, id, deliveryId, 'delivery')
    const tries = await triesOf(ctx, { eventId: delivery.event_id, endpointId: id })
    return plain(deliveryWire(delivery, tries))
  },
})

const retry = endpoint({
  method: 'POST',
  path: '/v1/events/:id/retry',
  summary: 'Send an event to an endpoint once more',
  tag: 'Events',
  access: write,
  returns: { one: eventKind },
  body: retryEventBody,
  async handle(ctx, { params: { id }, body }) {
    await ctx.webhooks.resendEvent(ctx, { eventId: id, endpointId: body.webhook_endpoint })
    return shown('events', await find(ctx, eventKind, id, 'id'))
  },
})

/** @throws {Problem} `resource_missing` */
async function deliveryOf(
  ctx: MerchantContext,
  endpointId: string,
  deliveryId: string,
  param: string,
): Promise<WebhookDelivery> {
  const eventId = eventIdOf(deliveryId, endpointId)
  const all = eventId === undefined ? [] : await deliveriesOf(ctx, eventId)
  const found = all.find(({ endpoint_id }) => endpoint_id === endpointId)
  if (found === undefined) throw noSuch('webhook_delivery', deliveryId, param)
  return found
}

export const deliveryEndpoints = [listAll, retrieve, retry]
