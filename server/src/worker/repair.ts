import { settleResponse } from '../disputes/index.ts'
import { type PaymentContext, settleAny } from '../payments/index.ts'
import { type Context, type JobParts, jobContext, tenantOfRow } from '../tenants/index.ts'
import { type Due, dueAsks } from './store.ts'

export interface RepairParts extends JobParts {
  tools(ctx: Context): Omit<PaymentContext, keyof Context>
  /** A row that cannot be settled because of a defect, not because nobody knows: somebody must look. */
  failed(error: unknown, id: string): void
}

const retryAfterMs = 15_000
const atOnce = 20

/**
 * Settles every ask that is due: the server that made it died, the processor did not answer, or the answer
 * was lost. Two servers may settle the same ask; it is looked up or repeated with its own key, and the
 * second result finds the rows moved on.
 *
 * @returns a function for one round, which tells how many asks were due
 */
export function createRepair(parts: RepairParts): () => Promise<number> {
  const resting = new Map<string, number>()
  const busy = new Set<string>()

  async function settle(due: Due): Promise<void> {
    busy.add(due.id)
    try {
      const tenant = await tenantOfRow(parts, due)
      const ctx = jobContext(parts, tenant, due.request_key)
      const payments = { ...ctx, ...parts.tools(ctx) }
      if (due.id.startsWith('dp_')) await settleResponse(payments, due.id)
      else await settleAny(payments, due.id)
      resting.delete(due.id)
    } catch (error) {
      resting.set(due.id, parts.clock.now().getTime() + retryAfterMs)
      parts.failed(error, due.id)
    } finally {
      busy.delete(due.id)
    }
  }

  return async () => {
    const now = parts.clock.now()
    const all = await dueAsks(parts.database.system, now)
    const ready = all.filter(({ id }) => !busy.has(id) && (resting.get(id) ?? 0) <= now.getTime())
    for (let start = 0; start < ready.length; start += atOnce) {
      await Promise.all(ready.slice(start, start + atOnce).map(settle))
    }
    return ready.length
  }
}
