import type { Write } from '../db/index.ts'
import type { PaymentContext } from './context.ts'
import { revise } from './rows.ts'
import type { SetupIntent } from './set-up-model.ts'
import { findSetupAttempt, writeSetupAttempt } from './set-up-rows.ts'
import { setupAttemptTransitions as of } from './set-up-states.ts'
import { must } from './states.ts'

/**
 * Gives up an attempt that waits for its payer, because something else is to be tried. Nothing is held, so
 * there is nothing to release: a payer who finishes it after all has verified a card nobody keeps.
 *
 * @returns what to write; nothing when no payer is waited for
 */
export async function abandonAttempt(
  ctx: PaymentContext,
  { status, open_attempt_id }: SetupIntent,
): Promise<Write[]> {
  if (status !== 'requires_action' || open_attempt_id === null) return []
  const attempt = await findSetupAttempt(ctx, open_attempt_id)
  if (attempt === undefined) throw new Error(`The setup attempt ${open_attempt_id} is gone.`)
  return [writeSetupAttempt(revise(attempt, { status: must(of, attempt.status, 'abandoned') }))]
}
