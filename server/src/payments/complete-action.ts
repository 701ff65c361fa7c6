import { adapterFor } from '../processors/index.ts'
import { accountOf } from './ask-modification.ts'
import { askProcessor } from './ask-processor.ts'
import type { PaymentContext } from './context.ts'
import type { Attempt, Intent } from './model.ts'
import { amountOf, referenceOf } from './rows.ts'
import { settleAttempt } from './settle.ts'
import { get } from './store.ts'

/**
 * The payer came back from a challenge or redirect: finds out how it went. Reloading the page, coming back
 * twice or late changes nothing that is settled.
 *
 * @param query what the payer's browser brought along; never trusted, only passed on to the processor
 * @returns the intent as it now is
 */
export async function completeAction(
  ctx: PaymentContext,
  attemptId: string,
  query: Readonly<Record<string, string>>,
): Promise<Intent> {
  const attempt = await get(ctx, 'attempts', attemptId, 'charge')
  if (attempt.status === 'requires_action') await ask(ctx, attempt, query)
  return get(ctx, 'payment_intents', attempt.intent_id, 'intent')
}

async function ask(
  ctx: PaymentContext,
  attempt: Attempt,
  query: Readonly<Record<string, string>>,
): Promise<void> {
  const account = await accountOf(ctx, attempt)
  const { complete } = adapterFor(account.processor)
  if (complete === undefined || attempt.processor_reference === null) {
    return settleAttempt(ctx, attempt.id)
  }
  const answer = await askProcessor(ctx, account, complete, {
    reference: referenceOf(attempt),
    idempotencyKey: `${attempt.processor_key}_c`,
    processorReference: attempt.processor_reference,
    amount: amountOf(attempt),
    capture: attempt.details.capture,
    query,
  })
  await settleAttempt(ctx, attempt.id, answer)
}
