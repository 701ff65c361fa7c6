import { ChangeRefused, type Row, type Write } from '../db/index.ts'
import { crashPoint, type Problem } from '../kernel/index.ts'
import {
  type Answer,
  adapterFor,
  type Card,
  type Declined,
  type VerifyAsk,
} from '../processors/index.ts'
import { changeOf, findOwn, shown } from '../tenants/index.ts'
import { askProcessor } from './ask-processor.ts'
import { checkAnswer } from './check-answer.ts'
import { verifiers } from './check-card.ts'
import type { OpenAccount, PaymentContext } from './context.ts'
import { type DecidedSetup, decideSetup, declinedAttempt, type OpenSetup } from './decide-set-up.ts'
import { type PaymentProblemCode, refuse } from './errors.ts'
import { referenceOf, revise } from './rows.ts'
import type { SetupAttempt, SetupError, SetupIntent } from './set-up-model.ts'
import {
  getSetupIntent,
  plainSetupIntent,
  writeSetupAttempt,
  writeSetupIntent,
} from './set-up-rows.ts'
import { startSetupAttempt } from './start-set-up.ts'
import { checkTime } from './times.ts'

/** A card ready to be set up. */
export interface ReadySetup {
  /** The intent as decided so far: unsaved when `isNew`, else one version past what is stored. */
  readonly intent: SetupIntent
  readonly isNew: boolean
  readonly method: Row<'payment_methods'>
  readonly card: Card
  /** What goes with the first write. */
  readonly inserts: readonly Write[]
  readonly replaces: readonly Write[]
}

/**
 * Asks processors for leave to keep a card, one at a time, by the attempt protocol: every try is written
 * down before it is asked and after it is answered.
 *
 * @returns the intent as it then is, concluded
 * @throws {Problem} the decline, concluded; or `no_route`, with nothing written
 */
export async function askSetup(ctx: PaymentContext, ready: ReadySetup): Promise<SetupIntent> {
  const [first, ...others] = await verifiers(ctx, ctx.tenant.merchant.default_currency)
  if (first === undefined) {
    throw refuse('no_route', 'No processor account of this merchant can set cards up.')
  }
  let account = first
  let { attempt, intent } = start(ctx, ready, ready.intent, account, 'first by priority')
  await ctx.commit(
    changeOf(ctx, {
      inserts: [
        ...ready.inserts,
        ...(ready.isNew ? [writeSetupIntent(intent)] : []),
        writeSetupAttempt(attempt),
      ],
      replaces: [...ready.replaces, ...(ready.isNew ? [] : [writeSetupIntent(intent)])],
    }),
  )
  for (;;) {
    const answer = await sendSetup(ctx, account, attempt, ready.card)
    const no = elsewhere(answer)
    const another = no && others.shift()
    if (no === undefined || another === undefined) {
      return finish(ctx, { intent, attempt, method: ready.method }, answer)
    }
    const over = declinedAttempt(attempt, no)
    const reason = `after ${account.processor} said ${answer.outcome}`
    const next = start(ctx, ready, intent, another, reason)
    intent = revise(next.intent, {})
    attempt = next.attempt
    await ctx.commit(
      changeOf(ctx, {
        inserts: [writeSetupAttempt(attempt)],
        replaces: [writeSetupAttempt(over), writeSetupIntent(intent)],
      }),
    )
    account = another
  }
}

function start(
  { clock, origin }: PaymentContext,
  { method }: ReadySetup,
  intent: SetupIntent,
  account: OpenAccount,
  reason: string,
) {
  const at = clock.now()
  const { deadlineMs } = adapterFor(account.processor).capabilities
  return startSetupAttempt({
    ...{ intent, method, account, at },
    route: `${account.processor}: ${reason}`,
    requestKey: origin.idempotencyKey,
    checkAt: checkTime(at, deadlineMs, 0),
  })
}

/**
 * Sends a stored attempt to its processor; the same row always makes the same request.
 * @param repeat it may have been sent before
 */
export function sendSetup(
  ctx: PaymentContext,
  account: OpenAccount,
  attempt: SetupAttempt,
  card: Card,
  repeat = false,
): Promise<Answer> {
  const { verify } = adapterFor(account.processor)
  if (verify === undefined) throw new Error(`${account.processor} cannot verify cards.`)
  const { merchant_id: merchantId, livemode, intent_id } = attempt
  const ask: VerifyAsk = {
    reference: referenceOf(attempt),
    idempotencyKey: attempt.processor_key,
    currency: ctx.tenant.merchant.default_currency,
    card,
    offSession: false,
    authentication: attempt.details.authentication,
    returnUrl: ctx.returnUrl({ merchantId, livemode, id: intent_id }),
    repeat,
  }
  return askProcessor(ctx, account, verify, ask)
}

/** A no that another processor may turn into a yes. */
function elsewhere(answer: Answer): Declined | undefined {
  switch (answer.outcome) {
    case 'declined':
      return answer.retry === 'elsewhere' ? answer : undefined
    case 'not_sent':
      return {
        ...{ outcome: 'declined', declineCode: 'processing_error' },
        ...{ processorCode: 'not_sent', retry: 'elsewhere' },
      }
    default:
      return undefined
  }
}

async function finish(ctx: PaymentContext, open: OpenSetup, raw: Answer): Promise<SetupIntent> {
  try {
    return await concludeSetup(ctx, judgeSetup(ctx, await withStoredMethod(ctx, open), raw))
  } catch (error) {
    if (!(error instanceof ChangeRefused && error.refusal === 'stale')) throw error
    // A notification or the repair job wrote the answer first: what they wrote is the answer.
    return getSetupIntent(ctx, open.intent.id)
  }
}

/** The method may have been attached or changed while the processor was asked. */
async function withStoredMethod(ctx: PaymentContext, open: OpenSetup): Promise<OpenSetup> {
  const method = await findOwn(ctx, 'payment_methods', open.method.id)
  return { ...open, method: method ?? open.method }
}

/** Decides on an answer after it was compared with what was asked. */
export function judgeSetup(ctx: PaymentContext, open: OpenSetup, raw: Answer): DecidedSetup {
  const { attempt } = open
  const asked = { amount: undefined, reference: referenceOf(attempt) }
  const { answer, alert } = checkAnswer(raw, asked)
  if (alert !== null) {
    ctx.alert(`A processor's answer does not fit: ${alert}`, { setup_attempt: attempt.id })
  }
  const at = ctx.clock.now()
  const { deadlineMs } = adapterFor(attempt.processor).capabilities
  const marked = { ...attempt, details: { ...attempt.details, alert } }
  return decideSetup({ ...open, attempt: marked }, answer, {
    at,
    origin: ctx.origin,
    checkAt: checkTime(at, deadlineMs, attempt.checks + 1),
  })
}

/** Writes the decision with the answer for the caller. @throws {Problem} the decline it concluded with */
export async function concludeSetup(
  ctx: PaymentContext,
  decided: DecidedSetup,
): Promise<SetupIntent> {
  const { intent, declined } = decided
  const change = changeOf(ctx, decided)
  if (declined === undefined) {
    await ctx.conclude(change, shown('setup_intents', plainSetupIntent(intent)))
    crashPoint('answer_written')
    return intent
  }
  const problem = setupProblem(declined, intent)
  await ctx.conclude(change, problem)
  throw problem
}

/** A refusal as the caller is told it, with the intent as it now is. */
function setupProblem(error: SetupError, intent: SetupIntent): Problem {
  return refuse(error.code as PaymentProblemCode, error.message, {
    ...(error.param === null ? {} : { param: error.param }),
    ...(error.decline_code === null ? {} : { decline_code: error.decline_code }),
    setup_intent: shown('setup_intents', plainSetupIntent(intent)),
  })
}
