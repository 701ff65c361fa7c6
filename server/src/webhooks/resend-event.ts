import type { Queries } from '../db/index.ts'
import { type Context, findOwn } from '../tenants/index.ts'
import { missing, refuse } from './errors.ts'
import { oweAgain } from './store.ts'
import { getEndpoint } from './verbs.ts'

/**
 * Sends an event to an endpoint once more, whether or not it got there before, and whether or not the
 * endpoint listens to its kind. The event keeps its id; if it fails, it is tried again like any other.
 * @throws {Problem} `resource_missing`, `webhook_endpoint_disabled`
 */
export async function resendEvent(
  ctx: Context,
  system: Queries,
  { eventId, endpointId }: { readonly eventId: string; readonly endpointId: string },
): Promise<void> {
  const event = await findOwn(ctx, 'events', eventId)
  if (event === undefined) throw missing('event', eventId, 'id')
  const endpoint = await getEndpoint(ctx, endpointId, 'webhook_endpoint')
  if (endpoint.status === 'disabled') {
    const message = `The webhook endpoint ${endpointId} is disabled. Enable it to send to it.`
    throw refuse('webhook_endpoint_disabled', message, 'webhook_endpoint')
  }
  await oweAgain(system, ctx, { eventId, endpointId, now: ctx.clock.now() })
}
