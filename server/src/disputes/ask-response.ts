import { onCurrentRows } from '../db/index.ts'
import { crashPoint } from '../kernel/index.ts'
import {
  accountOf,
  askProcessor,
  checkTime,
  findPayment,
  type OpenAccount,
  type PaymentContext,
  saleOf,
} from '../payments/index.ts'
import {
  adapterFor,
  type Declined,
  type DisputeNews,
  type NotSent,
  type Unknown,
} from '../processors/index.ts'
import { changeOf } from '../tenants/index.ts'
import { misfitOf } from './check-news.ts'
import type { DecidedDispute, Disputed } from './decide-news.ts'
import { awaitResponse, decideResponse, startResponse } from './decide-response.ts'
import { refuse } from './errors.ts'
import type { Dispute } from './model.ts'
import { getDispute } from './store.ts'
import { changeOfDispute, shownDispute } from './write-dispute.ts'

/** What a processor may say when a dispute is answered. */
export type Reply = DisputeNews | Declined | NotSent | Unknown

/**
 * Writes down what is about to be asked of a dispute's processor.
 * @param changed the dispute with what the request changes, one version on
 */
export async function beginResponse(
  ctx: PaymentContext,
  before: Dispute,
  changed: Dispute,
  asking: 'evidence' | 'close',
): Promise<Dispute> {
  const account = await accountOf(ctx, before)
  const at = ctx.clock.now()
  const { deadlineMs } = adapterFor(account.processor).capabilities
  const requestKey = ctx.origin.idempotencyKey
  const checkAt = checkTime(at, deadlineMs, 0)
  const asked = startResponse(changed, asking, { at, checkAt, requestKey })
  await ctx.commit(changeOf(ctx, changeOfDispute(ctx, before, asked)))
  return asked
}

/** Asks, and decides on the rows as they are then: a notification may have been quicker. */
export async function finishResponse(ctx: PaymentContext, asked: Dispute): Promise<Dispute> {
  const account = await accountOf(ctx, asked)
  const reply = await sendResponse(ctx, account, asked)
  return onCurrentRows(async () => {
    const dispute = await getDispute(ctx, asked.id)
    if (dispute.processor_key !== asked.processor_key || dispute.asking === null) return dispute
    const attempt = await findPayment(ctx, 'attempts', dispute.attempt_id)
    if (attempt === undefined) throw new Error(`${dispute.id} has lost its charge.`)
    const decided = judgeResponse(ctx, { dispute, attempt }, account, reply)
    return concludeResponse(ctx, decided, reply)
  })
}

/** Sends what a stored dispute asks; the same row always makes the same request. */
export function sendResponse(
  ctx: PaymentContext,
  account: OpenAccount,
  { id, asking, processor_key: key, processor_reference: reference, details }: Dispute,
  repeat = false,
): Promise<Reply> {
  const { submitEvidence, acceptDispute } = adapterFor(account.processor)
  if (key === null || submitEvidence === undefined || acceptDispute === undefined) {
    throw new Error(`${id} asks ${asking} of ${account.processor}, which cannot be asked.`)
  }
  const ask = { processorReference: reference, idempotencyKey: key, repeat }
  return asking === 'evidence'
    ? askProcessor(ctx, account, submitEvidence, { ...ask, evidence: details.evidence })
    : askProcessor(ctx, account, acceptDispute, ask)
}

/** Decides on an answer after it was compared with what is known. */
export function judgeResponse(
  ctx: PaymentContext,
  { dispute, attempt }: Disputed,
  account: OpenAccount,
  reply: Reply,
): DecidedDispute {
  const at = ctx.clock.now()
  const misfit = reply.outcome === 'dispute' ? misfitOf(reply, attempt, dispute) : null
  if (misfit !== null) {
    ctx.alert(`A processor's answer does not fit: ${misfit}`, { dispute: dispute.id })
  }
  if (reply.outcome === 'unknown' || misfit !== null) {
    const { deadlineMs } = adapterFor(account.processor).capabilities
    return awaitResponse({ dispute, attempt }, checkTime(at, deadlineMs, dispute.checks + 1))
  }
  const world = { at, origin: ctx.origin, fee: ctx.disputeFeeOf(saleOf(ctx, attempt)) }
  return decideResponse({ dispute, attempt }, reply, world)
}

/** Writes a decision with the answer for the caller. @throws {Problem} when the processor said no */
export async function concludeResponse(
  ctx: PaymentContext,
  decided: DecidedDispute,
  reply: Reply,
): Promise<Dispute> {
  const change = changeOf(ctx, decided)
  if (reply.outcome !== 'declined' && reply.outcome !== 'not_sent') {
    await ctx.conclude(change, shownDispute(decided.dispute))
    crashPoint('answer_written')
    return decided.dispute
  }
  const why = reply.outcome === 'declined' ? reply.processorCode : 'it cannot be reached'
  const problem = refuse(
    'dispute_response_refused',
    `The processor did not take it: ${why}. The dispute is as it was.`,
  )
  await ctx.conclude(change, problem)
  throw problem
}
