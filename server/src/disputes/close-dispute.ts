import { onCurrentRows } from '../db/index.ts'
import { type PaymentContext, revise } from '../payments/index.ts'
import { beginResponse, finishResponse } from './ask-response.ts'
import type { Dispute } from './model.ts'
import { requireOpen, requireResponse } from './require-open.ts'
import { getDispute } from './store.ts'

/**
 * Gives a dispute up: the money stays with the payer.
 * @throws {Problem} `dispute_state_conflict`, `dispute_in_progress`, `dispute_response_unsupported`; nothing was
 *   sent. `dispute_response_refused` when the processor says no
 */
export async function closeDispute(ctx: PaymentContext, id: string): Promise<Dispute> {
  const asked = await onCurrentRows(async () => {
    const before = await getDispute(ctx, id)
    requireOpen(before)
    await requireResponse(ctx, before)
    return beginResponse(ctx, before, revise(before, {}), 'close')
  })
  return finishResponse(ctx, asked)
}
