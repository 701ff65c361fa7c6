import { onCurrentRows } from '../db/index.ts'
import { Problem } from '../kernel/index.ts'
import { askModification } from './ask-modification.ts'
import type { PaymentContext } from './context.ts'
import { amountOf } from './rows.ts'
import { get } from './store.ts'

/**
 * Ends a hold that nobody captured in time, and cancels its payment. The processor lets it go by itself;
 * it is asked all the same, so that the payer's money is free when we say so.
 */
export function expireHold(ctx: PaymentContext, attemptId: string): Promise<void> {
  return onCurrentRows(async () => {
    const attempt = await get(ctx, 'attempts', attemptId, 'charge')
    const { capture_before: until, status, open_modification_id } = attempt
    if (status !== 'authorized' || open_modification_id !== null) return
    if (until === null || until > ctx.clock.now()) return
    const intent = await get(ctx, 'payment_intents', attempt.intent_id, 'intent')
    try {
      await askModification(
        ctx,
        { intent, attempt },
        {
          ...{ kind: 'void', amount: amountOf(attempt) },
          details: { purpose: 'expire', cancellation_reason: 'automatic' },
        },
      )
    } catch (error) {
      if (!(error instanceof Problem)) throw error
    }
  })
}
