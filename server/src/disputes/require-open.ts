import { accountOf, type PaymentContext } from '../payments/index.ts'
import { adapterFor } from '../processors/index.ts'
import { refuse } from './errors.ts'
import type { Dispute } from './model.ts'
import { awaitsResponse } from './states.ts'

/** @throws {Problem} `dispute_in_progress`, `dispute_state_conflict` when it cannot be answered (any more) */
export function requireOpen({ id, status, asking }: Dispute): void {
  if (asking !== null) {
    throw refuse(
      'dispute_in_progress',
      `An answer to dispute ${id} is on its way to the processor.`,
    )
  }
  if (!awaitsResponse(status)) {
    const message = `Dispute ${id} cannot be answered any more: its status is ${status}.`
    throw refuse('dispute_state_conflict', message)
  }
}

/** @throws {Problem} `dispute_response_unsupported` when its processor can only be told elsewhere */
export async function requireResponse(ctx: PaymentContext, dispute: Dispute): Promise<void> {
  const { processor } = await accountOf(ctx, dispute)
  if (adapterFor(processor).capabilities.disputeResponse) return
  throw refuse(
    'dispute_response_unsupported',
    `Disputes at ${processor} cannot be answered from here; answer ${dispute.processor_reference} at ${processor} itself.`,
  )
}
