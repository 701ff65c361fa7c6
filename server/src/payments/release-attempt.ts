import { Problem } from '../kernel/index.ts'
import { askModification } from './ask-modification.ts'
import type { PaymentContext } from './context.ts'
import { intentConflict } from './intent-conflict.ts'
import type { Intent } from './model.ts'
import { amountOf } from './rows.ts'
import { get } from './store.ts'

/**
 * Gives up an attempt that waits for its payer, so that the payment can be changed or tried another way:
 * from then on nobody can complete it. The request goes on afterwards, so this does not conclude it.
 *
 * @param verb what the caller wants to do, for the refusal
 * @returns the intent: `requires_confirmation`
 * @throws {Problem} `intent_state_conflict` when the payer was quicker, or nobody knows yet
 */
export async function releaseAttempt(
  ctx: PaymentContext,
  intent: Intent,
  verb: string,
): Promise<Intent> {
  const attempt = await get(ctx, 'attempts', intent.open_attempt_id ?? '', 'charge')
  const midway: PaymentContext = { ...ctx, conclude: (change) => ctx.commit(change) }
  try {
    await askModification(
      midway,
      { intent, attempt },
      { kind: 'void', amount: amountOf(attempt), details: { purpose: 'release' } },
    )
  } catch (error) {
    if (!(error instanceof Problem)) throw error
  }
  const after = await get(ctx, 'payment_intents', intent.id, 'intent')
  if (after.open_attempt_id !== null) throw intentConflict(after, verb)
  return after
}
