import { ChangeRefused, onCurrentRows } from '../db/index.ts'
import { Problem } from '../kernel/index.ts'
import { type Answer, adapterFor } from '../processors/index.ts'
import { findOwn } from '../tenants/index.ts'
import { accountOf } from './ask-modification.ts'
import { askProcessor } from './ask-processor.ts'
import { concludeSetup, judgeSetup, sendSetup } from './ask-set-up.ts'
import type { PaymentContext } from './context.ts'
import { findOut } from './find-out.ts'
import { referenceOf } from './rows.ts'
import type { SetupAttempt, SetupIntent } from './set-up-model.ts'
import { findSetupAttempt, getSetupIntent } from './set-up-rows.ts'

/**
 * Settles an attempt to set a card up whose answer is missing; what is settled already stays as it is.
 *
 * @param told what the processor said, when it was just asked or told us itself
 * @returns false when there is no such attempt
 */
export function settleSetupAttempt(
  ctx: PaymentContext,
  id: string,
  told?: Answer,
): Promise<boolean> {
  return onCurrentRows(async () => {
    const attempt = await findSetupAttempt(ctx, id)
    if (attempt === undefined) return false
    if (!isOpen(attempt)) return true
    const intent = await getSetupIntent(ctx, attempt.intent_id)
    const method = await findOwn(ctx, 'payment_methods', attempt.payment_method_id)
    if (method === undefined) throw new Error(`${id} has lost its payment method.`)
    await requireUnmoved(ctx, attempt)
    const answer = told ?? (await findSetupOut(ctx, attempt))
    // A payer who has not finished the challenge leaves the attempt as it is.
    if (attempt.status === 'requires_action' && !isFinal(answer)) return true
    try {
      await concludeSetup(ctx, judgeSetup(ctx, { intent, attempt, method }, answer))
    } catch (error) {
      // A decline is how it may end; whoever settles it has nobody to tell.
      if (!(error instanceof Problem)) throw error
    }
    return true
  })
}

/**
 * The rows move on together, but are read one after the other: the attempt, read first and still as it was,
 * proves that all were read of one moment.
 *
 * @throws {ChangeRefused} `stale`
 */
async function requireUnmoved(ctx: PaymentContext, { id, version }: SetupAttempt): Promise<void> {
  const now = await findSetupAttempt(ctx, id)
  if (now?.version !== version) throw new ChangeRefused('stale', 'setup_attempts')
}

async function findSetupOut(ctx: PaymentContext, attempt: SetupAttempt): Promise<Answer> {
  const account = await accountOf(ctx, attempt)
  return findOut(ctx, account, {
    askedAt: attempt.asked_at,
    lookup: {
      kind: 'verify',
      askedAt: attempt.asked_at,
      reference: referenceOf(attempt),
      ...(attempt.processor_reference === null
        ? {}
        : { processorReference: attempt.processor_reference }),
    },
    async repeat() {
      const method = await findOwn(ctx, 'payment_methods', attempt.payment_method_id)
      if (method === undefined) throw new Error(`${attempt.id} has lost its payment method.`)
      const card = await ctx.openCard({ row: method, card: undefined })
      return sendSetup(ctx, account, attempt, card, true)
    },
  })
}

/**
 * The payer came back from a challenge: finds out how it went. Reloading the page, coming back twice or late
 * changes nothing that is settled.
 *
 * @param query what the payer's browser brought along; never trusted, only passed on to the processor
 * @returns the intent as it now is
 */
export async function completeSetupAction(
  ctx: PaymentContext,
  intentId: string,
  query: Readonly<Record<string, string>>,
): Promise<SetupIntent> {
  const { open_attempt_id } = await getSetupIntent(ctx, intentId)
  const attempt =
    open_attempt_id === null ? undefined : await findSetupAttempt(ctx, open_attempt_id)
  if (attempt?.status === 'requires_action') {
    await settleSetupAttempt(ctx, attempt.id, await askToComplete(ctx, attempt, query))
  }
  return getSetupIntent(ctx, intentId)
}

async function askToComplete(
  ctx: PaymentContext,
  attempt: SetupAttempt,
  query: Readonly<Record<string, string>>,
): Promise<Answer | undefined> {
  const account = await accountOf(ctx, attempt)
  const { complete } = adapterFor(account.processor)
  if (complete === undefined || attempt.processor_reference === null) return undefined
  return askProcessor(ctx, account, complete, {
    reference: referenceOf(attempt),
    idempotencyKey: `${attempt.processor_key}_c`,
    processorReference: attempt.processor_reference,
    capture: 'automatic',
    query,
  })
}

function isOpen({ status }: SetupAttempt): boolean {
  return ['asking', 'unknown', 'pending', 'requires_action'].includes(status)
}

function isFinal({ outcome }: Answer): boolean {
  return outcome === 'approved' || outcome === 'declined'
}
