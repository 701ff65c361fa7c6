import { shown } from '../../../tenants/index.ts'
import { getEndpoint, type WebhookEndpoint } from '../../../webhooks/index.ts'
import { deleted, revealing } from '../../answers.ts'
import type { MerchantContext } from '../../context.ts'
import { endpoint } from '../../endpoint.ts'
import { list } from '../../list-store.ts'
import { overlapMs } from '../end-of-overlap.ts'
import { deliveryEndpoints } from './deliveries.ts'
import {
  createEndpointBody,
  listEndpointsQuery,
  rollSecretBody,
  updateEndpointBody,
} from './schema.ts'
import { webhookEndpointKind } from './view.ts'

const write = {
  resource: 'webhook_endpoints',
  verb: 'write',
  publishable: false,
  level: 'merchant',
} as const
const read = { ...write, verb: 'read' } as const
const tag = 'Webhook endpoints'

const create = endpoint({
  method: 'POST',
  path: '/v1/webhook_endpoints',
  summary: 'Register an endpoint; the answer tells its signing secret this once',
  tag,
  access: write,
  returns: { one: webhookEndpointKind },
  body: createEndpointBody,
  async handle(ctx, { body }) {
    const made = await ctx.webhooks.createEndpoint(ctx, {
      url: body.url,
      enabledEvents: body.enabled_events,
      apiVersion: body.api_version,
      description: body.description ?? undefined,
      metadata: body.metadata ?? undefined,
    })
    return withSecret(ctx, made)
  },
})

const retrieve = endpoint({
  method: 'GET',
  path: '/v1/webhook_endpoints/:id',
  summary: 'Retrieve an endpoint',
  tag,
  access: read,
  returns: { one: webhookEndpointKind },
  handle: async (ctx, { params }) => shown('webhook_endpoints', await getEndpoint(ctx, params.id)),
})

const update = endpoint({
  method: 'POST',
  path: '/v1/webhook_endpoints/:id',
  summary: 'Change an endpoint, disable it or enable it',
  tag,
  access: write,
  returns: { one: webhookEndpointKind },
  body: updateEndpointBody,
  async handle(ctx, { params, body }) {
    const changed = await ctx.webhooks.updateEndpoint(ctx, params.id, {
      url: body.url,
      enabledEvents: body.enabled_events,
      description: body.description === null ? '' : body.description,
      disabled: body.disabled,
      metadata: body.metadata,
    })
    return shown('webhook_endpoints', changed)
  },
})

const roll = endpoint({
  method: 'POST',
  path: '/v1/webhook_endpoints/:id/roll_secret',
  summary:
    'Give an endpoint a new secret; the old one signs beside it for a day or as long as wanted',
  tag,
  access: write,
  returns: { one: webhookEndpointKind },
  body: rollSecretBody,
  async handle(ctx, { params, body }) {
    const options = { overlapMs: overlapMs(body.expires_at, ctx.clock.now()) }
    return withSecret(ctx, await ctx.webhooks.rollSecret(ctx, params.id, options))
  },
})

const remove = endpoint({
  method: 'DELETE',
  path: '/v1/webhook_endpoints/:id',
  summary: 'Delete an endpoint',
  tag,
  access: write,
  returns: { deleted: webhookEndpointKind },
  async handle(ctx, { params }) {
    const { id } = await ctx.webhooks.deleteEndpoint(ctx, params.id)
    return deleted(webhookEndpointKind, id)
  },
})

const listAll = endpoint({
  method: 'GET',
  path: '/v1/webhook_endpoints',
  summary: 'List endpoints, newest first',
  tag,
  access: read,
  returns: { list: webhookEndpointKind },
  query: listEndpointsQuery,
  handle: (ctx, { query }) => list(ctx, webhookEndpointKind, query),
})

async function withSecret(ctx: MerchantContext, made: WebhookEndpoint) {
  const secret = await ctx.webhooks.revealSecret(ctx, made)
  return revealing(shown('webhook_endpoints', made), { secret })
}

export const webhookEndpointEndpoints = [
  ...[create, retrieve, update, roll, remove, listAll],
  ...deliveryEndpoints,
]
