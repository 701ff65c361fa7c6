import { type Change, write } from '../db/index.ts'
import { newId } from '../kernel/index.ts'
import { type Context, changeOf, shown } from '../tenants/index.ts'
import { checkEnabledEvents } from './enabled-events.ts'
import { secretsJson, type WebhookEndpoint } from './endpoint.ts'
import { parseEndpointUrl, refusePrivateName } from './endpoint-url.ts'
import { refuse } from './errors.ts'
import { newSecret, sealScope } from './seal.ts'
import { endpointsOf } from './store.ts'
import type { VerbDeps } from './verbs.ts'

/** Fan-out multiplies each event by the endpoints that hear of it. Stripe's limit. */
export const mostEndpoints = 16

export interface NewEndpoint {
  readonly url: string
  readonly enabledEvents: readonly string[]
  /** What events are rendered in; the installation's default when left out. */
  readonly apiVersion?: string | undefined
  readonly description?: string | undefined
  readonly metadata?: Readonly<Record<string, string>> | undefined
}

/**
 * Registers an endpoint with a secret of its own, which `revealSecret` opens.
 * @throws {Problem} `url_invalid`, `enabled_events_invalid`, `webhook_endpoint_limit`
 */
export async function createEndpoint(
  ctx: Context,
  { seal, policy, resolve }: VerbDeps,
  input: NewEndpoint,
): Promise<WebhookEndpoint> {
  const url = parseEndpointUrl(input.url, ctx.tenant.livemode, policy)
  const enabledEvents = checkEnabledEvents(input.enabledEvents)
  // Two racing requests may both find room for the last one: the limit guards our effort, not money.
  if ((await endpointsOf(ctx)).length >= mostEndpoints) {
    const message = `An account has at most ${mostEndpoints} webhook endpoints in each mode. Delete one first.`
    throw refuse('webhook_endpoint_limit', message)
  }
  await refusePrivateName(url, policy, resolve)
  const now = ctx.clock.now()
  const id = newId('we', now.getTime())
  const sealed = await seal.sealSecret(sealScope(ctx.tenant), id, newSecret())
  const endpoint = newEndpoint(ctx, id, { ...input, enabledEvents }, sealed, now)
  await ctx.conclude(insertion(ctx, endpoint), shown('webhook_endpoints', endpoint))
  return endpoint
}

function newEndpoint(
  { tenant }: Pick<Context, 'tenant'>,
  id: string,
  input: NewEndpoint,
  sealed: string,
  now: Date,
): WebhookEndpoint {
  return {
    merchant_id: tenant.merchant.id,
    livemode: tenant.livemode,
    id,
    version: 1,
    created_at: now,
    status: 'enabled',
    url: input.url,
    enabled_events: input.enabledEvents,
    api_version: input.apiVersion ?? null,
    description: input.description || null,
    secrets: secretsJson([{ sealed, expires_at: null }]),
    enabled_at: now,
    disabled_at: null,
    disabled_reason: null,
    metadata: input.metadata ?? {},
  }
}

function insertion(ctx: Context, endpoint: WebhookEndpoint): Change {
  return changeOf(ctx, { inserts: [write('webhook_endpoints', endpoint)] })
}
