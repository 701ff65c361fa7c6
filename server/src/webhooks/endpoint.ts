import type { Row } from '../db/index.ts'
import type { Json } from '../kernel/index.ts'

export type WebhookEndpoint = Row<'webhook_endpoints'>

/** Why an endpoint is disabled: its merchant asked, it answered 410, or nothing got through for days. */
export type DisabledReason = 'requested' | 'gone' | 'failing'

/** A secret as it is stored: the vault's ciphertext. One that was rolled is good until it expires. */
export interface StoredSecret {
  readonly sealed: string
  /** ISO 8601, or null for the current one. */
  readonly expires_at: string | null
}

/** The sealed secrets that sign at a time, the current one first. */
export function secretsAt({ secrets }: Pick<WebhookEndpoint, 'secrets'>, at: Date): StoredSecret[] {
  return (secrets as unknown as StoredSecret[]).filter(
    ({ expires_at }) => expires_at === null || new Date(expires_at) > at,
  )
}

/** Secrets as the column holds them. */
export function secretsJson(secrets: readonly StoredSecret[]): Json {
  return secrets as unknown as Json
}

/** The endpoint one version on, with what changed. */
export function revised(
  endpoint: WebhookEndpoint,
  changes: Partial<WebhookEndpoint>,
): WebhookEndpoint {
  return { ...endpoint, ...changes, version: endpoint.version + 1 }
}

/** What disabling an endpoint changes. Deliveries it is still owed are canceled as they come due. */
export function disabled(reason: DisabledReason, at: Date): Partial<WebhookEndpoint> {
  return { status: 'disabled', disabled_reason: reason, disabled_at: at }
}
