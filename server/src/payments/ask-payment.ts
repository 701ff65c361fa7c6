import { ChangeRefused, type Row, type Write } from '../db/index.ts'
import { crashPoint } from '../kernel/index.ts'
import { type Answer, type AuthorizeAsk, adapterFor, type Card } from '../processors/index.ts'
import { chooseRoute } from '../routing/index.ts'
import { changeOf, statementDescriptorOf } from '../tenants/index.ts'
import { finishModification } from './ask-modification.ts'
import { askProcessor } from './ask-processor.ts'
import { captureOf } from './card-terms.ts'
import { checkAnswer } from './check-answer.ts'
import type { OpenAccount, PaymentContext } from './context.ts'
import { decideAnswer } from './decide-answer.ts'
import { failOver, startAttempt } from './decide-start.ts'
import type { Decided } from './decided.ts'
import { paymentProblem } from './decline-problem.ts'
import { refuse } from './errors.ts'
import { paymentShown } from './intent-event.ts'
import type { Attempt, Intent } from './model.ts'
import { amountOf, referenceOf, revise, writeRow } from './rows.ts'
import { calculatedDescriptor } from './statement-descriptor.ts'
import { get } from './store.ts'
import { checkTime, circumstances } from './times.ts'

/** A payment ready to be asked for. */
export interface Ready {
  /** The intent as decided so far: unsaved when `isNew`, else one version past what is stored. */
  readonly intent: Intent
  readonly isNew: boolean
  readonly method: Row<'payment_methods'>
  readonly card: Card
  readonly offSession: boolean
  /** What goes with the first write: a new payment method, events. */
  readonly inserts: readonly Write[]
  readonly replaces: readonly Write[]
}

/**
 * Asks processors for a payment, one at a time, until one says yes, a decline is final, or nobody knows.
 * Every try is written down before it is asked and after it is answered; no transaction is open between.
 *
 * @returns the intent as it then is, concluded
 * @throws {Problem} the decline, concluded; or `no_route`, with nothing written
 */
export async function askPayment(ctx: PaymentContext, ready: Ready): Promise<Intent> {
  const route = await routeFor(ctx, ready)
  const [first, ...others] = route.accounts
  if (first === undefined) {
    throw refuse('no_route', `No processor account can take this payment: ${route.explanation}.`)
  }
  let account = first
  let { attempt, intent } = start(ctx, ready, ready.intent, account, route.explanation)
  await ctx.commit(
    changeOf(ctx, {
      inserts: [
        ...ready.inserts,
        ...(ready.isNew ? [writeRow('payment_intents', intent)] : []),
        writeRow('attempts', attempt),
      ],
      replaces: [...ready.replaces, ...(ready.isNew ? [] : [writeRow('payment_intents', intent)])],
    }),
  )
  // A method this request made is stored now.
  const method = ready.method
  for (;;) {
    const answer = await ask(ctx, account, attempt, ready.card)
    const another = mayTryElsewhere(answer) ? others.shift() : undefined
    if (another === undefined) return finish(ctx, { intent, attempt, method }, account, answer)
    const over = failOver(attempt, answer as Parameters<typeof failOver>[1], {
      at: ctx.clock.now(),
      origin: ctx.origin,
    })
    const reason = `${another.processor}: after ${account.processor} said ${answer.outcome}`
    const next = start(ctx, ready, intent, another, reason)
    intent = revise(next.intent, {})
    attempt = next.attempt
    await ctx.commit(
      changeOf(ctx, {
        inserts: [...over.inserts, writeRow('attempts', attempt)],
        replaces: [...over.replaces, writeRow('payment_intents', intent)],
      }),
    )
    account = another
  }
}

async function routeFor(ctx: PaymentContext, { intent }: Ready) {
  const accounts = await ctx.accounts()
  return chooseRoute(
    accounts.map((account) => ({
      ...account,
      capabilities: adapterFor(account.processor).capabilities,
      circuit: ctx.runner.health(account.id).circuit,
    })),
    {
      method: 'card',
      currency: intent.currency,
      capture: captureOf(intent),
      raisable: false,
    },
  )
}

function start(
  ctx: PaymentContext,
  { method, offSession, card }: Ready,
  intent: Intent,
  account: OpenAccount,
  route: string,
): { attempt: Attempt; intent: Intent } {
  const at = ctx.clock.now()
  const { origin, tenant } = ctx
  const { deadlineMs, incrementalAuthorization: raisable } = adapterFor(
    account.processor,
  ).capabilities
  const started = startAttempt({
    ...{ intent, method, account, route, offSession, raisable, origin, at },
    descriptor: calculatedDescriptor(statementDescriptorOf(tenant.merchant), intent.details),
    checkAt: checkTime(at, deadlineMs, 0),
  })
  // https://docs.stripe.com/testing#available-balance: funds of this test card skip the wait.
  const atOnce = !tenant.livemode && card.number === '4000000000000077'
  return atOnce
    ? {
        ...started,
        attempt: {
          ...started.attempt,
          details: { ...started.attempt.details, available_at_once: true },
        },
      }
    : started
}

/** The authorization an attempt stands for, as the adapter takes it. */
export function authorizeAsk(ctx: PaymentContext, attempt: Attempt, card: Card): AuthorizeAsk {
  const { details } = attempt
  const descriptor = details.calculated_statement_descriptor
  return {
    reference: referenceOf(attempt),
    idempotencyKey: attempt.processor_key,
    amount: amountOf(attempt),
    capture: details.capture,
    card,
    offSession: details.off_session,
    saveForLater: details.save_for_later,
    authentication: details.authentication,
    returnUrl: ctx.returnUrl({
      merchantId: attempt.merchant_id,
      livemode: attempt.livemode,
      id: attempt.id,
    }),
    ...(descriptor === null ? {} : { statementDescriptor: descriptor }),
    ...(details.description === null ? {} : { description: details.description }),
    ...(details.receipt_email === null ? {} : { payerEmail: details.receipt_email }),
  }
}

async function ask(
  ctx: PaymentContext,
  account: OpenAccount,
  attempt: Attempt,
  card: Card,
): Promise<Answer> {
  const { authorize } = adapterFor(account.processor)
  return askProcessor(ctx, account, authorize, authorizeAsk(ctx, attempt, card))
}

function mayTryElsewhere(answer: Answer): boolean {
  return (
    answer.outcome === 'not_sent' || (answer.outcome === 'declined' && answer.retry === 'elsewhere')
  )
}

async function finish(
  ctx: PaymentContext,
  open: { intent: Intent; attempt: Attempt; method: Row<'payment_methods'> },
  account: OpenAccount,
  raw: Answer,
): Promise<Intent> {
  const { answer, alert } = checkAnswer(raw, {
    amount: amountOf(open.attempt),
    reference: referenceOf(open.attempt),
  })
  if (alert !== null) {
    ctx.alert(`A processor's answer does not fit: ${alert}`, { attempt: open.attempt.id })
  }
  const attempt = { ...open.attempt, details: { ...open.attempt.details, alert } }
  const decided = decideAnswer({ ...open, attempt }, answer, circumstances(ctx, attempt, account))
  try {
    const intent = await concludePayment(ctx, decided, open.method)
    if (decided.refusing === undefined) return intent
    await finishModification(ctx, account, decided.refusing)
    // It ends in the refusal unless nobody knows yet, or somebody else was told first.
    return tellCurrent(ctx, intent.id)
  } catch (error) {
    if (!(error instanceof ChangeRefused && error.refusal === 'stale')) throw error
    // A notification or the repair job wrote the answer first: what they wrote is the answer.
    return tellCurrent(ctx, open.intent.id)
  }
}

/**
 * Writes the decision with the answer for the caller; one that has a void to ask for still ends nothing.
 * @throws {Problem} the decline it concluded with
 */
export async function concludePayment(
  ctx: PaymentContext,
  decided: Decided,
  method: Row<'payment_methods'> | undefined,
): Promise<Intent> {
  const { intent, declined, refusing } = decided
  const change = changeOf(ctx, decided)
  if (refusing !== undefined) {
    await ctx.commit(change)
    return intent
  }
  if (declined === undefined) {
    await ctx.conclude(change, paymentShown(intent, decided.attempt))
    crashPoint('answer_written')
    return intent
  }
  const problem = paymentProblem(declined, intent, method)
  await ctx.conclude(change, problem)
  throw problem
}

async function tellCurrent(ctx: PaymentContext, intentId: string): Promise<Intent> {
  const intent = await get(ctx, 'payment_intents', intentId, 'intent')
  const error = intent.details.last_payment_error
  if (intent.status === 'requires_payment_method' && error !== null) {
    throw paymentProblem(error, intent)
  }
  return intent
}
