import { onCurrentRows } from '../db/index.ts'
import { requireCanCharge } from '../tenants/index.ts'
import { askPayment } from './ask-payment.ts'
import type { ConfirmIntent } from './commands.ts'
import type { PaymentContext } from './context.ts'
import { refuse } from './errors.ts'
import { intentConflict } from './intent-conflict.ts'
import type { Intent } from './model.ts'
import { confirmDetails, givenDetails } from './new-intent.ts'
import { revise } from './rows.ts'
import { next, intentTransitions as of } from './states.ts'
import { get } from './store.ts'
import { useMethod } from './use-method.ts'

/**
 * Confirms a payment intent: asks for the payment with the method it has or is given now.
 *
 * @throws {Problem} `intent_state_conflict` when it is paid, canceled or in progress; the decline
 */
export function confirmIntent(
  ctx: PaymentContext,
  id: string,
  options: ConfirmIntent,
): Promise<Intent> {
  return onCurrentRows(async () => {
    requireCanCharge(ctx.tenant)
    const stored = await get(ctx, 'payment_intents', id, 'intent')
    if (next(of, stored.status, 'ask') === undefined || stored.open_attempt_id !== null) {
      throw intentConflict(stored, 'confirm')
    }
    if (stored.status === 'requires_capture') throw intentConflict(stored, 'confirm')
    const named = options.payment_method ?? (options.payment_method_data ? null : undefined)
    const method = await useMethod(ctx, {
      customer: stored.customer_id,
      ...(named === undefined && stored.payment_method_id !== null
        ? { payment_method: stored.payment_method_id }
        : named === undefined || named === null
          ? {}
          : { payment_method: named }),
      ...(options.payment_method_data ? { payment_method_data: options.payment_method_data } : {}),
    })
    if (method === undefined) {
      throw refuse(
        'intent_state_conflict',
        'You cannot confirm this PaymentIntent because it is missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.',
      )
    }
    const intent = revise(stored, {
      capture_method: options.capture_method ?? stored.capture_method,
      details: { ...stored.details, ...givenDetails(options), ...confirmDetails(options) },
    })
    return askPayment(ctx, {
      intent,
      isNew: false,
      method: method.row,
      card: method.card ?? (await ctx.openCard(method.row)),
      offSession: options.off_session ?? false,
      inserts: method.inserts,
    })
  })
}
