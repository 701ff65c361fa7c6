import { onCurrentRows, write } from '../db/index.ts'
import { type Context, changeOf, findOwn, shown } from '../tenants/index.ts'
import type { Resolve } from './dial.ts'
import { revised, type WebhookEndpoint } from './endpoint.ts'
import { missing } from './errors.ts'
import type { Seal } from './seal.ts'
import type { AddressPolicy } from './ssrf.ts'

/** What verbs on endpoints need besides their context. */
export interface VerbDeps {
  readonly seal: Seal
  readonly policy: AddressPolicy
  readonly resolve: Resolve
}

/** An endpoint of this tenant that is not deleted. @throws {Problem} `resource_missing` */
export async function getEndpoint(
  ctx: Context,
  id: string,
  param = 'id',
): Promise<WebhookEndpoint> {
  const endpoint = await findOwn(ctx, 'webhook_endpoints', id)
  if (endpoint === undefined || endpoint.status === 'deleted') {
    throw missing('webhook endpoint', id, param)
  }
  return endpoint
}

/** Reads an endpoint, decides what of it changes, and writes that; again when it changed in between. */
export function changeEndpoint(
  ctx: Context,
  id: string,
  decide: (endpoint: WebhookEndpoint) => Partial<WebhookEndpoint>,
): Promise<WebhookEndpoint> {
  return onCurrentRows(async () => {
    const endpoint = await getEndpoint(ctx, id)
    const next = revised(endpoint, decide(endpoint))
    const change = changeOf(ctx, { replaces: [write('webhook_endpoints', next)] })
    await ctx.conclude(change, shown('webhook_endpoints', next))
    return next
  })
}
