import { expireHold } from '../payments/index.ts'
import { jobContext, tenantOfRow } from '../tenants/index.ts'
import type { RepairParts } from './repair.ts'
import { endedHolds } from './store.ts'

/**
 * Lets holds go that nobody captured in time. One whose processor does not answer is the repair job's to
 * find out.
 *
 * @returns a function for one round
 */
export function createExpiry(parts: RepairParts): () => Promise<void> {
  return async () => {
    for (const hold of await endedHolds(parts.database.system, parts.clock.now())) {
      try {
        const ctx = jobContext(parts, await tenantOfRow(parts, hold), null)
        await expireHold({ ...ctx, ...parts.tools(ctx) }, hold.id)
      } catch (error) {
        parts.failed(error, hold.id)
      }
    }
  }
}
