import { ChangeRefused, onCurrentRows } from '../db/index.ts'
import { crashPoint, formatForPeople, money } from '../kernel/index.ts'
import { type Answer, adapterFor } from '../processors/index.ts'
import { changeOf, type Shown, shown } from '../tenants/index.ts'
import { accountOf } from './ask-modification.ts'
import { askProcessor } from './ask-processor.ts'
import { checkAnswer } from './check-answer.ts'
import type { CreateRefund } from './commands.ts'
import type { OpenAccount, PaymentContext } from './context.ts'
import { type DecidedRefund, decideRefund, startRefund } from './decide-refund.ts'
import { refuse } from './errors.ts'
import type { Attempt, Refund } from './model.ts'
import { amountOf, plain, referenceOf } from './rows.ts'
import { get } from './store.ts'
import { checkTime } from './times.ts'

/**
 * Refunds a charge, in full or part, out of the merchant's funds.
 *
 * @param as what answers the request: the refund, or its charge for callers who expect that
 * @returns the refund: `succeeded`, `failed`, or `pending` where the processor confirms later or nobody knows yet
 * @throws {Problem} `refund_too_large`, `charge_already_refunded`, `charge_disputed`, `balance_insufficient`,
 *   `refund_state_conflict`; nothing was sent to the processor
 * @see docs/money-flows.md#refunded
 */
export async function createRefund(
  ctx: PaymentContext,
  wish: CreateRefund,
  as: 'refund' | 'charge' = 'refund',
): Promise<Refund> {
  const started = await onCurrentRows(() => begin(ctx, wish))
  const account = await accountOf(ctx, started.attempt)
  const answer = await sendRefund(ctx, account, started)
  const decided = judgeRefund(ctx, started, account, answer)
  try {
    await ctx.conclude(changeOf(ctx, decided), refundShown(decided, as))
    crashPoint('answer_written')
    return decided.refund
  } catch (error) {
    if (!(error instanceof ChangeRefused && error.refusal === 'stale')) throw error
    return settleLater(ctx, started.refund.id, answer, as)
  }
}

/**
 * Another refund of the same charge, or a notification, moved the charge while we asked. The answer still
 * stands: it is decided again on the rows as they are, until it is written or somebody else wrote it.
 */
function settleLater(
  ctx: PaymentContext,
  refundId: string,
  answer: Answer,
  as: 'refund' | 'charge',
): Promise<Refund> {
  return onCurrentRows(async () => {
    const refund = await get(ctx, 'refunds', refundId, 'refund')
    if (refund.status !== 'asking') {
      return refund
    }
    const attempt = await get(ctx, 'attempts', refund.attempt_id, 'charge')
    const account = await accountOf(ctx, attempt)
    const decided = judgeRefund(ctx, { refund, attempt }, account, answer)
    await ctx.conclude(changeOf(ctx, decided), refundShown(decided, as))
    return decided.refund
  })
}

function refundShown({ refund, attempt }: DecidedRefund, as: 'refund' | 'charge'): Shown {
  return as === 'charge'
    ? shown('attempts', plain('attempts', attempt))
    : shown('refunds', plain('refunds', refund))
}

async function begin(ctx: PaymentContext, wish: CreateRefund): Promise<DecidedRefund> {
  const attempt = await refundable(ctx, wish)
  const left = attempt.amount_captured - attempt.amount_refunded
  const amount = wish.amount ?? left
  if (left === 0n) {
    throw refuse('charge_already_refunded', `Charge ${attempt.id} has already been refunded.`)
  }
  if (amount > left) {
    const say = (value: bigint) => formatForPeople(money(value, attempt.currency))
    throw refuse(
      'refund_too_large',
      `Refund amount (${say(amount)}) is greater than unrefunded amount on charge (${say(left)})`,
      { param: 'amount' },
    )
  }
  if (wish.refund_application_fee === true && attempt.details.application_fee === null) {
    throw refuse(
      'parameter_invalid',
      `Attempting to refund_application_fee on ${attempt.id}, but it has no application fee`,
      { param: 'refund_application_fee' },
    )
  }
  const at = ctx.clock.now()
  const account = await accountOf(ctx, attempt)
  const started = startRefund(attempt, wish, {
    amount: money(amount, attempt.currency),
    from: isPending(attempt, at) ? 'merchant_pending' : 'merchant_available',
    at,
    checkAt: checkTime(at, adapterFor(account.processor).capabilities.deadlineMs, 0),
    origin: ctx.origin,
  })
  try {
    await ctx.commit(changeOf(ctx, started))
  } catch (error) {
    if (!(error instanceof ChangeRefused && error.refusal === 'overdrawn')) throw error
    throw refuse(
      'balance_insufficient',
      'The available balance is less than the refund. Wait until more of your balance is available, or refund less.',
      { cause: error },
    )
  }
  return started
}

/** The charge to refund, by its own id or its intent's. */
async function refundable(ctx: PaymentContext, wish: CreateRefund): Promise<Attempt> {
  const id = wish.charge ?? (await chargeOf(ctx, wish.payment_intent ?? ''))
  const attempt = await get(ctx, 'attempts', id, 'charge')
  if (wish.payment_intent !== undefined && wish.payment_intent !== attempt.intent_id) {
    throw refuse('parameter_invalid', `Charge ${id} is not a charge of ${wish.payment_intent}.`, {
      param: 'payment_intent',
    })
  }
  if (attempt.disputed) {
    throw refuse('charge_disputed', `Charge ${id} has been charged back; it cannot be refunded.`)
  }
  if (attempt.status !== 'captured') {
    throw refuse(
      'refund_state_conflict',
      attempt.status === 'authorized'
        ? `Charge ${id} is not captured yet. Cancel the PaymentIntent to release the hold.`
        : `Charge ${id} did not take any money (its status is ${attempt.status}), so there is nothing to refund.`,
    )
  }
  return attempt
}

async function chargeOf(ctx: PaymentContext, intentId: string): Promise<string> {
  const intent = await get(ctx, 'payment_intents', intentId, 'payment_intent')
  if (intent.latest_attempt_id === null) {
    throw refuse(
      'refund_state_conflict',
      `This PaymentIntent (${intentId}) does not have a successful charge to refund.`,
      { param: 'payment_intent' },
    )
  }
  return intent.latest_attempt_id
}

/** Whether what the charge brought is still pending: then the refund comes out of the same day's funds. */
function isPending(attempt: Attempt, at: Date): boolean {
  const available = attempt.details.available_at
  return available !== null && new Date(available) > at
}

/**
 * Sends a stored refund to its processor; the same row always makes the same request.
 * @param repeat it may have been sent before
 */
export async function sendRefund(
  ctx: PaymentContext,
  account: OpenAccount,
  { refund, attempt }: { refund: Refund; attempt: Attempt },
  repeat = false,
): Promise<Answer> {
  const adapter = adapterFor(account.processor)
  if (adapter.refund === undefined || attempt.processor_reference === null) {
    throw new Error(`${refund.id} refunds ${attempt.id}, which ${account.processor} cannot refund.`)
  }
  const { reason } = refund
  return askProcessor(ctx, account, adapter.refund, {
    reference: referenceOf(refund),
    idempotencyKey: refund.processor_key,
    processorReference: attempt.processor_reference,
    repeat,
    amount: amountOf(refund),
    ...(isReason(reason) ? { reason } : {}),
  })
}

/** Decides on an answer after it was compared with what was asked. */
export function judgeRefund(
  ctx: PaymentContext,
  { refund, attempt }: { refund: Refund; attempt: Attempt },
  account: OpenAccount,
  raw: Answer,
): DecidedRefund {
  const { answer, alert } = checkAnswer(raw, {
    amount: amountOf(refund),
    reference: referenceOf(refund),
  })
  if (alert !== null)
    ctx.alert(`A processor's answer does not fit: ${alert}`, { refund: refund.id })
  const at = ctx.clock.now()
  const { deadlineMs } = adapterFor(account.processor).capabilities
  return decideRefund(
    { refund: { ...refund, details: { ...refund.details, alert } }, attempt },
    answer,
    { at, origin: ctx.origin, checkAt: checkTime(at, deadlineMs, refund.checks + 1) },
  )
}

function isReason(reason: string | null): reason is NonNullable<CreateRefund['reason']> {
  return reason === 'duplicate' || reason === 'fraudulent' || reason === 'requested_by_customer'
}
