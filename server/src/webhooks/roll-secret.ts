import type { Context } from '../tenants/index.ts'
import { type StoredSecret, secretsAt, secretsJson, type WebhookEndpoint } from './endpoint.ts'
import { refuse } from './errors.ts'
import { newSecret, sealScope } from './seal.ts'
import { changeEndpoint, getEndpoint, type VerbDeps } from './verbs.ts'

const longestOverlapMs = 24 * 60 * 60_000
/** Each good secret is one more `v1` in the header. */
const mostSecrets = 5

/**
 * Gives an endpoint a new secret. The one before goes on signing beside it for a while, so that the
 * receiver can be told in its own time.
 *
 * @param overlapMs how long the old secret is good, up to a day; 0 when it has leaked
 * @throws {Problem} `resource_missing`, `secret_overlap_invalid`
 */
export async function rollSecret(
  ctx: Context,
  { seal }: VerbDeps,
  id: string,
  { overlapMs = longestOverlapMs }: { overlapMs?: number | undefined } = {},
): Promise<WebhookEndpoint> {
  if (!(overlapMs >= 0 && overlapMs <= longestOverlapMs)) {
    const message = 'The old secret can be kept for up to 24 hours.'
    throw refuse('secret_overlap_invalid', message, 'expires_at')
  }
  await getEndpoint(ctx, id)
  const sealed = await seal.sealSecret(sealScope(ctx.tenant), id, newSecret())
  return changeEndpoint(ctx, id, (endpoint) => ({
    secrets: secretsJson(rolled(endpoint, sealed, ctx.clock.now(), overlapMs)),
  }))
}

/** Pure: the new secret before the old ones, none of which is good for longer than the overlap. */
function rolled(
  endpoint: Pick<WebhookEndpoint, 'secrets'>,
  sealed: string,
  now: Date,
  overlapMs: number,
): StoredSecret[] {
  const end = new Date(now.getTime() + overlapMs).toISOString()
  const old = secretsAt(endpoint, now).map((secret) => ({
    sealed: secret.sealed,
    expires_at: secret.expires_at !== null && secret.expires_at < end ? secret.expires_at : end,
  }))
  const kept = overlapMs === 0 ? [] : old
  return [{ sealed, expires_at: null }, ...kept].slice(0, mostSecrets)
}
