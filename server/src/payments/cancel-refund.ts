import type { PaymentContext } from './context.ts'
import { refuse } from './errors.ts'
import type { Refund } from './model.ts'
import { get } from './store.ts'

/**
 * Cancels a refund that waits for the payer to act. Refunds to cards never do: the money is on its way as
 * soon as it is asked for.
 * @throws {Problem} `refund_state_conflict`
 */
export async function cancelRefund(ctx: PaymentContext, id: string): Promise<Refund> {
  const refund = await get(ctx, 'refunds', id, 'id')
  const status =
    refund.status === 'asking' || refund.status === 'unknown' ? 'pending' : refund.status
  throw refuse(
    'refund_state_conflict',
    `A refund with a status of \`${status}\` cannot be canceled: only a refund that requires action of the payer can, and refunds to cards never do.`,
  )
}
