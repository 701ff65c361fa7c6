import { ChangeRefused } from '../db/index.ts'
import { crashPoint, type Money, type Problem } from '../kernel/index.ts'
import { type Answer, adapterFor } from '../processors/index.ts'
import { changeOf } from '../tenants/index.ts'
import { askProcessor } from './ask-processor.ts'
import { checkAnswer } from './check-answer.ts'
import type { OpenAccount, PaymentContext } from './context.ts'
import { decideModification, startModification } from './decide-modification.ts'
import { paymentProblem } from './decline-problem.ts'
import { refuse } from './errors.ts'
import { aboutIntent, paymentShown } from './intent-event.ts'
import type { Attempt, Intent, Modification, ModificationDetails } from './model.ts'
import type { DecidedModification, OpenModification } from './open-modification.ts'
import { amountOf, referenceOf } from './rows.ts'
import { get } from './store.ts'
import { checkTime, circumstances } from './times.ts'

/**
 * Asks the attempt's processor for a capture, void or raise, by the attempt protocol.
 *
 * @returns the intent as the answer leaves it; `processing` while nobody knows or it is confirmed later
 * @throws {Problem} `capture_failed` when the processor says no; the intent is as it was before
 * @throws {ChangeRefused} `stale` when another request was first; nothing was asked
 */
export async function askModification(
  ctx: PaymentContext,
  target: { intent: Intent; attempt: Attempt },
  wish: { kind: Modification['kind']; amount: Money; details?: Partial<ModificationDetails> },
): Promise<Intent> {
  const account = await accountOf(ctx, target.attempt)
  const at = ctx.clock.now()
  const { deadlineMs } = adapterFor(account.processor).capabilities
  const started = startModification(target, {
    ...wish,
    at,
    checkAt: checkTime(at, deadlineMs, 0),
    requestKey: ctx.origin.idempotencyKey,
  })
  await ctx.commit(changeOf(ctx, started))
  return finishModification(ctx, account, started)
}

/** Asks for a modification that is written down, and writes down the answer. */
export async function finishModification(
  ctx: PaymentContext,
  account: OpenAccount,
  started: OpenModification,
): Promise<Intent> {
  const answer = await sendModification(ctx, account, started)
  const decided = judge(ctx, started, account, answer)
  try {
    return await concludeModification(ctx, decided)
  } catch (error) {
    if (!(error instanceof ChangeRefused && error.refusal === 'stale')) throw error
    return get(ctx, 'payment_intents', started.intent.id, 'intent')
  }
}

/** Decides on an answer after it was compared with what was asked. */
export function judge(
  ctx: PaymentContext,
  open: OpenModification,
  account: OpenAccount,
  raw: Answer,
): DecidedModification {
  const { modification } = open
  const { answer, alert } = checkAnswer(raw, {
    amount: modification.kind === 'void' ? undefined : amountOf(modification),
    reference: referenceOf(modification),
  })
  if (alert !== null) {
    ctx.alert(`A processor's answer does not fit: ${alert}`, { modification: modification.id })
  }
  const marked = { ...modification, details: { ...modification.details, alert } }
  const world = circumstances(
    ctx,
    { ...open.attempt, amount: modification.amount, checks: modification.checks },
    account,
  )
  return decideModification({ ...open, modification: marked }, answer, world)
}

/** Writes the decision with the answer for the caller. @throws {Problem} `capture_failed`, the decline */
export async function concludeModification(
  ctx: PaymentContext,
  decided: DecidedModification,
): Promise<Intent> {
  const change = changeOf(ctx, decided)
  const { intent, attempt, failed, declined } = decided
  if (failed === undefined && declined === undefined) {
    await ctx.conclude(change, paymentShown(intent, attempt))
    crashPoint('answer_written')
    return intent
  }
  const problem =
    declined === undefined ? modificationFailed(decided) : paymentProblem(declined, intent)
  await ctx.conclude(change, problem)
  throw problem
}

function modificationFailed({ intent, modification, failed }: DecidedModification): Problem {
  return refuse(
    'capture_failed',
    `The processor refused the ${modification.kind}: ${failed}. The payment is as it was.`,
    aboutIntent(intent),
  )
}

/**
 * Sends a stored modification to its processor; the same row always makes the same request.
 * @param repeat it may have been sent before
 */
export async function sendModification(
  ctx: PaymentContext,
  account: OpenAccount,
  { attempt, modification }: Pick<OpenModification, 'attempt' | 'modification'>,
  repeat = false,
): Promise<Answer> {
  const adapter = adapterFor(account.processor)
  if (attempt.processor_reference === null) {
    throw new Error(`${modification.id} modifies ${attempt.id}, which has no processor reference.`)
  }
  const base = {
    reference: referenceOf(modification),
    idempotencyKey: modification.processor_key,
    processorReference: attempt.processor_reference,
    repeat,
  }
  const amount = amountOf(modification)
  const unable: Answer = {
    ...{ outcome: 'declined', declineCode: 'transaction_not_allowed' },
    ...{ processorCode: 'not_supported', retry: 'never' },
  }
  switch (modification.kind) {
    case 'capture':
      return adapter.capture === undefined
        ? unable
        : askProcessor(ctx, account, adapter.capture, {
            ...base,
            amount,
            final: modification.details.final,
          })
    case 'void':
      return adapter.void === undefined ? unable : askProcessor(ctx, account, adapter.void, base)
    case 'increment':
      return adapter.increment === undefined
        ? unable
        : askProcessor(ctx, account, adapter.increment, { ...base, amount })
  }
}

/** The processor account an attempt went to. It is asked even when payments no longer go there. */
export async function accountOf(
  ctx: PaymentContext,
  { processor_account_id: id }: { processor_account_id: string },
): Promise<OpenAccount> {
  const account = await ctx.account(id)
  if (account === undefined) throw new Error(`Processor account ${id} is gone.`)
  return account
}
