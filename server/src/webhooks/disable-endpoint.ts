import { type Change, type Database, onCurrentRows, write } from '../db/index.ts'
import { findEndpoint } from './delivery-store.ts'
import { type DisabledReason, disabled, revised, type WebhookEndpoint } from './endpoint.ts'
import type { Schedule } from './schedule.ts'

/**
 * Pure: whether an endpoint has failed for so long that we stop sending to it. Asked when a delivery has
 * used up its tries, so that an endpoint which fails once after a long silence is not judged by that.
 *
 * @param failingSince its first failure since anything got through
 */
export function isBeyondHope(
  endpoint: Pick<WebhookEndpoint, 'enabled_at'>,
  failingSince: Date,
  schedule: Schedule,
  now: Date,
): boolean {
  // What it did before it was enabled again is forgiven.
  const since = Math.max(failingSince.getTime(), endpoint.enabled_at.getTime())
  return now.getTime() - since >= schedule.disableAfterMs
}

/**
 * Disables an endpoint on the merchant's behalf; the row says when and why.
 * @returns whether it was enabled until now, and not enabled anew since it was read
 */
export function disableEndpoint(
  deps: { readonly database: Database; readonly commit: (change: Change) => Promise<void> },
  endpoint: WebhookEndpoint,
  reason: DisabledReason,
  now: Date,
): Promise<boolean> {
  return onCurrentRows(async () => {
    const current = await findEndpoint(deps.database.system, endpoint)
    if (current?.status !== 'enabled' || current.enabled_at > endpoint.enabled_at) return false
    const next = revised(current, disabled(reason, now))
    await deps.commit({
      merchantId: next.merchant_id,
      livemode: next.livemode,
      inserts: [],
      replaces: [write('webhook_endpoints', next)],
      entries: [],
    })
    return true
  })
}
