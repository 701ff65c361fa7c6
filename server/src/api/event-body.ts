import type { Database, Row } from '../db/index.ts'
import { shown } from '../tenants/index.ts'
import { kindsByTable } from './kinds.ts'
import { render } from './render.ts'
import { resources } from './resources/index.ts'
import { latestVersion } from './versions.ts'

/**
 * Makes the body of a webhook: the event as its reader's API version shows it, with the object as it was
 * when it happened.
 */
export function eventBodies(
  database: Pick<Database, 'tenant'>,
  publicUrl: string,
): (event: Row<'events'>, apiVersion: string | null, pendingWebhooks: number) => Promise<string> {
  const kinds = kindsByTable(resources.kinds)
  return async (event, apiVersion, pendingWebhooks) => {
    const scope = { merchantId: event.merchant_id, livemode: event.livemode }
    const rendering = {
      kinds,
      reader: { queries: database.tenant(scope), scope },
      apiVersion: apiVersion ?? latestVersion,
      now: event.created_at,
      publicUrl,
      isBrowser: false,
    }
    const [wire] = await render(rendering, [shown('events', event)], undefined)
    // The count is of the moment this delivery was claimed: a repeat of it signs the same text.
    return JSON.stringify({ ...wire, pending_webhooks: pendingWebhooks }, null, 2)
  }
}
