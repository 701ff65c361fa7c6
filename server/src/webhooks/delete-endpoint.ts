import type { Context } from '../tenants/index.ts'
import { secretsJson, type WebhookEndpoint } from './endpoint.ts'
import { changeEndpoint } from './verbs.ts'

/**
 * Deletes an endpoint: it hears of nothing more, its secrets are forgotten, and what it was still owed is
 * canceled as it comes due. Its delivery log stays.
 * @throws {Problem} `resource_missing`
 */
export function deleteEndpoint(ctx: Context, id: string): Promise<WebhookEndpoint> {
  return changeEndpoint(ctx, id, () => ({
    status: 'deleted',
    secrets: secretsJson([]),
    disabled_at: null,
    disabled_reason: null,
  }))
}
