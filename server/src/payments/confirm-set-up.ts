import { onCurrentRows } from '../db/index.ts'
import { requireCanCharge } from '../tenants/index.ts'
import { abandonAttempt } from './abandon-set-up.ts'
import { askSetup } from './ask-set-up.ts'
import type { PaymentContext } from './context.ts'
import { givenSetupDetails } from './create-set-up.ts'
import { refuse } from './errors.ts'
import { revise } from './rows.ts'
import { setupConflict } from './set-up-conflict.ts'
import type { ConfirmSetupIntent, SetupIntent } from './set-up-model.ts'
import { getSetupIntent } from './set-up-rows.ts'
import { useMethod } from './use-method.ts'

const confirmable = ['requires_payment_method', 'requires_confirmation', 'requires_action']

/**
 * Confirms a setup intent: asks for leave to keep the card it has or is given now. A payer who was asked to
 * act may be asked again.
 *
 * @throws {Problem} `setup_intent_state_conflict` when it is settled or being asked for; the decline
 */
export function confirmSetupIntent(
  ctx: PaymentContext,
  id: string,
  options: ConfirmSetupIntent,
): Promise<SetupIntent> {
  return onCurrentRows(async () => {
    requireCanCharge(ctx.tenant)
    const stored = await getSetupIntent(ctx, id)
    if (!confirmable.includes(stored.status)) throw setupConflict(stored, 'confirm')
    const named = options.payment_method ?? stored.payment_method_id
    const method = await useMethod(ctx, {
      customer: stored.customer_id,
      ...(options.payment_method_data === undefined
        ? { payment_method: named }
        : { payment_method_data: options.payment_method_data }),
    })
    if (method === undefined) {
      throw refuse(
        'setup_intent_state_conflict',
        'You cannot confirm this SetupIntent because it is missing a payment method. You can either update the SetupIntent with a payment method and then confirm it again, or confirm it again directly with a payment method.',
      )
    }
    return askSetup(ctx, {
      intent: revise(stored, {
        details: { ...stored.details, ...givenSetupDetails(options) },
      }),
      isNew: false,
      method: method.row,
      card: await ctx.openCard(method),
      inserts: method.inserts,
      replaces: [...method.replaces, ...(await abandonAttempt(ctx, stored))],
    })
  })
}
