import { onCurrentRows } from '../db/index.ts'
import { money } from '../kernel/index.ts'
import { changeOf, shown } from '../tenants/index.ts'
import { askModification } from './ask-modification.ts'
import type { PaymentContext } from './context.ts'
import { intentConflict } from './intent-conflict.ts'
import { intentEvent } from './intent-event.ts'
import type { Intent } from './model.ts'
import { plain, revise, writeRow } from './rows.ts'
import { next, intentTransitions as of } from './states.ts'
import { get } from './store.ts'

/**
 * Cancels a payment that has not succeeded; a hold on the payer's card is released at the processor first.
 *
 * @param reason Stripe's cancellation reasons
 * @returns the intent: `canceled`, or `processing` where the processor confirms the release later
 * @throws {Problem} `intent_state_conflict`
 */
export function cancelIntent(
  ctx: PaymentContext,
  id: string,
  reason: string | null,
): Promise<Intent> {
  return onCurrentRows(async () => {
    const intent = await get(ctx, 'payment_intents', id, 'intent')
    const isAsking = intent.status === 'processing'
    if (isAsking || next(of, intent.status, 'cancel') === undefined) {
      throw intentConflict(intent, 'cancel')
    }
    const held =
      intent.status === 'requires_capture' ? intent.latest_attempt_id : intent.open_attempt_id
    if (held === null) return cancelUnasked(ctx, intent, reason)
    const attempt = await get(ctx, 'attempts', held, 'charge')
    return askModification(
      ctx,
      { intent, attempt },
      {
        kind: 'void',
        amount: money(attempt.amount, attempt.currency),
        details: { cancellation_reason: reason },
      },
    )
  })
}

async function cancelUnasked(
  ctx: PaymentContext,
  intent: Intent,
  reason: string | null,
): Promise<Intent> {
  const at = ctx.clock.now()
  const canceled = revise(intent, {
    status: 'canceled',
    canceled_at: at,
    details: { ...intent.details, cancellation_reason: reason },
  })
  const row = plain('payment_intents', canceled)
  await ctx.conclude(
    changeOf(ctx, {
      replaces: [writeRow('payment_intents', canceled)],
      inserts: intentEvent('payment_intent.canceled', canceled, at, ctx.origin),
    }),
    shown('payment_intents', row),
  )
  return canceled
}
