import { onCurrentRows } from '../db/index.ts'
import { requireCanCharge } from '../tenants/index.ts'
import { askPayment } from './ask-payment.ts'
import type { ConfirmIntent } from './commands.ts'
import type { PaymentContext } from './context.ts'
import { refuse } from './errors.ts'
import { intentConflict } from './intent-conflict.ts'
import type { Intent } from './model.ts'
import { confirmDetails, givenDetails } from './new-intent.ts'
import { releaseAttempt } from './release-attempt.ts'
import { revise } from './rows.ts'
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
    const found = await get(ctx, 'payment_intents', id, 'intent')
    if (await isDoneByPayer(ctx, found)) return found
    if (!isConfirmable(found)) throw intentConflict(found, 'confirm')
    const { payment_method = null, payment_method_data, source } = options
    const isNamed = payment_method !== null || (payment_method_data ?? source) !== undefined
    const method = await useMethod(ctx, {
      customer: found.customer_id,
      payment_method: isNamed ? payment_method : found.payment_method_id,
      ...(payment_method_data === undefined ? {} : { payment_method_data }),
      ...(source === undefined ? {} : { source }),
    })
    if (method === undefined) {
      throw refuse(
        'intent_state_conflict',
        'You cannot confirm this PaymentIntent because it is missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.',
      )
    }
    const stored =
      found.status === 'requires_action' ? await releaseAttempt(ctx, found, 'confirm') : found
    const intent = revise(stored, {
      capture_method: options.capture_method ?? stored.capture_method,
      details: {
        ...stored.details,
        ...givenDetails(options, stored.details.payment_method_options),
        ...confirmDetails(options),
      },
    })
    return askPayment(ctx, {
      intent,
      isNew: false,
      method: method.row,
      card: await ctx.openCard(method),
      offSession: options.off_session ?? false,
      inserts: method.inserts,
      replaces: method.replaces,
    })
  })
}

/**
 * With `confirmation_method: manual` the merchant's server confirms once more after the payer has acted. Here
 * what the payer did has finished the payment already, so that is confirmed by saying so.
 */
async function isDoneByPayer(ctx: PaymentContext, intent: Intent): Promise<boolean> {
  const isDone = intent.status === 'succeeded' || intent.status === 'requires_capture'
  if (!isDone || intent.details.confirmation_method !== 'manual') return false
  const attempt = await get(ctx, 'attempts', intent.latest_attempt_id ?? '', 'charge')
  return attempt.details.redirect_url !== null
}

/** A payer who was asked to act may be asked again; what is being asked of a processor is settled first. */
function isConfirmable({ status }: Intent): boolean {
  return (
    status === 'requires_payment_method' ||
    status === 'requires_confirmation' ||
    status === 'requires_action'
  )
}
