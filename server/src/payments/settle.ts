import { ChangeRefused, onCurrentRows } from '../db/index.ts'
import { Problem } from '../kernel/index.ts'
import type { Answer } from '../processors/index.ts'
import { adapterFor } from '../processors/index.ts'
import { changeOf, findOwn, shown } from '../tenants/index.ts'
import { accountOf, concludeModification, judge, sendModification } from './ask-modification.ts'
import { authorizeAsk, concludePayment } from './ask-payment.ts'
import { askProcessor } from './ask-processor.ts'
import { checkAnswer } from './check-answer.ts'
import type { PaymentContext } from './context.ts'
import { judgeRefund, sendRefund } from './create-refund.ts'
import { decideAnswer } from './decide-answer.ts'
import { decideLateAnswer } from './decide-late.ts'
import { findOut } from './find-out.ts'
import type { Attempt, Modification } from './model.ts'
import { amountOf, type PaymentTable, plain, referenceOf, type Typed } from './rows.ts'
import { settleSetupAttempt } from './settle-set-up.ts'
import { find, get } from './store.ts'
import { circumstances } from './times.ts'

/*
 * Settling: finding out, or being told, how an ask ended whose answer is missing. The repair job, the
 * notifications and the payer's return all come through here, at any time, in any order and as often as
 * they like: what is settled already stays as it is.
 */

/** Settles an authorization. @param told what a processor without look-up said in a verified notification */
export function settleAttempt(ctx: PaymentContext, id: string, told?: Answer): Promise<void> {
  return onCurrentRows(async () => {
    const attempt = await get(ctx, 'attempts', id, 'charge')
    if (!isOpenAttempt(attempt)) return
    const intent = await get(ctx, 'payment_intents', attempt.intent_id, 'intent')
    await requireUnmoved(ctx, 'attempts', attempt)
    const account = await accountOf(ctx, attempt)
    const raw = told ?? (await findAttemptOut(ctx, attempt))
    const { answer, alert } = checkAnswer(raw, {
      amount: amountOf(attempt),
      reference: referenceOf(attempt),
    })
    if (alert !== null) {
      ctx.alert(`A processor's answer does not fit: ${alert}`, { attempt: id })
    }
    const marked = { ...attempt, details: { ...attempt.details, alert } }
    const method = await findOwn(ctx, 'payment_methods', attempt.payment_method_id ?? '')
    const open = { intent, attempt: marked, method }
    const world = circumstances(ctx, marked, account)
    if (attempt.status === 'voided') {
      const late = decideLateAnswer(open, answer, world)
      if (late !== undefined) await ctx.commit(changeOf(ctx, late))
      return
    }
    // A payer who has not finished the challenge leaves the attempt as it is.
    if (attempt.status === 'requires_action' && !isFinal(answer)) return
    await withoutRefusal(() => concludePayment(ctx, decideAnswer(open, answer, world), method))
  })
}

async function findAttemptOut(ctx: PaymentContext, attempt: Attempt): Promise<Answer> {
  const account = await accountOf(ctx, attempt)
  return findOut(ctx, account, {
    askedAt: attempt.asked_at,
    lookup: {
      kind: 'authorize',
      askedAt: attempt.asked_at,
      reference: referenceOf(attempt),
      amount: amountOf(attempt),
      capture: attempt.details.capture,
      ...(attempt.processor_reference === null
        ? {}
        : { processorReference: attempt.processor_reference }),
    },
    async repeat() {
      const method = await findOwn(ctx, 'payment_methods', attempt.payment_method_id ?? '')
      if (method === undefined) throw new Error(`${attempt.id} has lost its payment method.`)
      const ask = {
        ...authorizeAsk(ctx, attempt, await ctx.openCard({ row: method, card: undefined })),
        repeat: true,
      }
      return askProcessor(ctx, account, adapterFor(account.processor).authorize, ask)
    },
  })
}

/** Settles a capture, void or raise. */
function settleModification(ctx: PaymentContext, id: string, told?: Answer): Promise<void> {
  return onCurrentRows(async () => {
    const modification = await get(ctx, 'modifications', id, 'modification')
    if (!isOpenModification(modification)) return
    const attempt = await get(ctx, 'attempts', modification.attempt_id, 'charge')
    const intent = await get(ctx, 'payment_intents', attempt.intent_id, 'intent')
    await requireUnmoved(ctx, 'modifications', modification)
    const account = await accountOf(ctx, modification)
    const open = { intent, attempt, modification }
    const answer =
      told ??
      (await findOut(ctx, account, {
        askedAt: modification.asked_at,
        lookup: {
          kind: modification.kind,
          askedAt: modification.asked_at,
          reference: referenceOf(modification),
          amount: amountOf(modification),
          ...references(modification.processor_reference, attempt.processor_reference),
        },
        repeat: () => sendModification(ctx, account, open, true),
      }))
    await withoutRefusal(() => concludeModification(ctx, judge(ctx, open, account, answer)))
  })
}

/** Settles a refund, also one that succeeded and then came back. */
export function settleRefund(ctx: PaymentContext, id: string, told?: Answer): Promise<void> {
  return onCurrentRows(async () => {
    const refund = await get(ctx, 'refunds', id, 'refund')
    if (refund.status === 'failed' || refund.status === 'canceled') return
    const attempt = await get(ctx, 'attempts', refund.attempt_id, 'charge')
    const account = await accountOf(ctx, refund)
    const answer =
      told ??
      (await findOut(ctx, account, {
        askedAt: refund.asked_at,
        lookup: {
          kind: 'refund',
          askedAt: refund.asked_at,
          reference: referenceOf(refund),
          amount: amountOf(refund),
          ...references(refund.processor_reference, attempt.processor_reference),
        },
        repeat: () => sendRefund(ctx, account, { refund, attempt }, true),
      }))
    // What succeeded can only be undone, and only by a processor that says so.
    if (refund.status === 'succeeded' && answer.outcome !== 'declined') return
    const decided = judgeRefund(ctx, { refund, attempt }, account, answer)
    await ctx.conclude(changeOf(ctx, decided), shown('refunds', plain('refunds', decided.refund)))
  })
}

/** Settles whatever a reference of ours names; false when there is no such thing (yet). */
export async function settleAny(ctx: PaymentContext, id: string, told?: Answer): Promise<boolean> {
  if (id.startsWith('ch_') && (await find(ctx, 'attempts', id)) !== undefined) {
    await settleAttempt(ctx, id, told)
    return true
  }
  if (id.startsWith('mod_') && (await find(ctx, 'modifications', id)) !== undefined) {
    await settleModification(ctx, id, told)
    return true
  }
  if (id.startsWith('re_') && (await find(ctx, 'refunds', id)) !== undefined) {
    await settleRefund(ctx, id, told)
    return true
  }
  return id.startsWith('setatt_') ? settleSetupAttempt(ctx, id, told) : false
}

/**
 * Rows of one payment move on together, but are read one after the other. The one read first, still as it
 * was, proves that all were read of one moment.
 *
 * @throws {ChangeRefused} `stale`
 */
async function requireUnmoved<T extends PaymentTable>(
  ctx: PaymentContext,
  table: T,
  { id, version }: Typed[T],
): Promise<void> {
  const now = await get(ctx, table, id, 'id')
  if (now.version !== version) throw new ChangeRefused('stale', table)
}

/**
 * Whether an answer can still tell something new. One that was given up before it was authorized may have
 * been paid all the same; of one that was held and released, a yes is old news.
 */
function isOpenAttempt({ status, authorization_entry_id: held }: Attempt): boolean {
  if (status === 'voided') return held === null
  return ['asking', 'unknown', 'pending', 'requires_action'].includes(status)
}

function isOpenModification({ status }: Modification): boolean {
  return status === 'asking' || status === 'unknown' || status === 'pending'
}

function isFinal(answer: Answer): boolean {
  return answer.outcome === 'approved' || answer.outcome === 'declined'
}

function references(own: string | null, payment: string | null) {
  return {
    ...(own === null ? {} : { processorReference: own }),
    ...(payment === null ? {} : { paymentReference: payment }),
  }
}

/** A decline is how a payment may end; a job that settles it has nobody to tell. */
async function withoutRefusal(conclude: () => Promise<unknown>): Promise<void> {
  try {
    await conclude()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
  }
}
