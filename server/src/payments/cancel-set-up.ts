import { onCurrentRows } from '../db/index.ts'
import { event } from '../events/index.ts'
import { changeOf, shown } from '../tenants/index.ts'
import { abandonAttempt } from './abandon-set-up.ts'
import type { PaymentContext } from './context.ts'
import { revise } from './rows.ts'
import { setupConflict } from './set-up-conflict.ts'
import type { SetupIntent } from './set-up-model.ts'
import { getSetupIntent, plainSetupIntent, writeSetupIntent } from './set-up-rows.ts'
import { setupIntentTransitions as of } from './set-up-states.ts'
import { next } from './states.ts'

/**
 * Cancels a setup intent that is not settled and not being asked for at this moment.
 *
 * @param reason Stripe's cancellation reasons
 * @throws {Problem} `setup_intent_state_conflict`
 */
export function cancelSetupIntent(
  ctx: PaymentContext,
  id: string,
  reason: string | null,
): Promise<SetupIntent> {
  return onCurrentRows(async () => {
    const before = await getSetupIntent(ctx, id)
    const status = next(of, before.status, 'cancel')
    if (status === undefined) throw setupConflict(before, 'cancel')
    const intent = revise(before, {
      status,
      open_attempt_id: null,
      details: { ...before.details, cancellation_reason: reason, next_action: null },
    })
    const row = plainSetupIntent(intent)
    await ctx.conclude(
      changeOf(ctx, {
        replaces: [writeSetupIntent(intent), ...(await abandonAttempt(ctx, before))],
        inserts: event('setup_intent.canceled', row, ctx.clock.now(), ctx.origin),
      }),
      shown('setup_intents', row),
    )
    return intent
  })
}
