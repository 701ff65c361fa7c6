import type { Context } from '../tenants/index.ts'
import { checkEnabledEvents } from './enabled-events.ts'
import { disabled, type WebhookEndpoint } from './endpoint.ts'
import { parseEndpointUrl, refusePrivateName } from './endpoint-url.ts'
import { changeEndpoint, type VerbDeps } from './verbs.ts'

/** What to change; what is left out stays. */
export interface EndpointUpdate {
  readonly url?: string | undefined
  readonly enabledEvents?: readonly string[] | undefined
  /** Empty text removes it. */
  readonly description?: string | undefined
  readonly disabled?: boolean | undefined
  /** Merged by key; empty text removes a key. `null` removes all. */
  readonly metadata?: Readonly<Record<string, string>> | null | undefined
}

/**
 * Changes an endpoint, disables it or enables it again. What it was owed while disabled and came due then
 * is canceled; what comes due after is sent.
 * @throws {Problem} `resource_missing`, `url_invalid`, `enabled_events_invalid`
 */
export async function updateEndpoint(
  ctx: Context,
  { policy, resolve }: VerbDeps,
  id: string,
  update: EndpointUpdate,
): Promise<WebhookEndpoint> {
  if (update.enabledEvents !== undefined) checkEnabledEvents(update.enabledEvents)
  if (update.url !== undefined) {
    const url = parseEndpointUrl(update.url, ctx.tenant.livemode, policy)
    await refusePrivateName(url, policy, resolve)
  }
  return changeEndpoint(ctx, id, (endpoint) => updated(endpoint, update, ctx.clock.now()))
}

/** Pure: the columns an update changes. */
function updated(
  endpoint: WebhookEndpoint,
  { url, enabledEvents, description, disabled: disable, metadata }: EndpointUpdate,
  now: Date,
): Partial<WebhookEndpoint> {
  return {
    ...(url === undefined ? {} : { url }),
    ...(enabledEvents === undefined ? {} : { enabled_events: checkEnabledEvents(enabledEvents) }),
    ...(description === undefined ? {} : { description: description || null }),
    ...(metadata === undefined ? {} : { metadata: merged(endpoint.metadata, metadata) }),
    ...(disable === true && endpoint.status === 'enabled' ? disabled('requested', now) : {}),
    ...(disable === false && endpoint.status === 'disabled' ? enabled(now) : {}),
  }
}

function enabled(at: Date): Partial<WebhookEndpoint> {
  return { status: 'enabled', enabled_at: at, disabled_at: null, disabled_reason: null }
}

function merged(
  metadata: WebhookEndpoint['metadata'],
  changes: Readonly<Record<string, string>> | null,
): Record<string, string> {
  if (changes === null) return {}
  const all = { ...(metadata as Record<string, string>), ...changes }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''))
}
