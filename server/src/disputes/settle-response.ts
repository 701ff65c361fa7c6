import { onCurrentRows } from '../db/index.ts'
import { Problem } from '../kernel/index.ts'
import { accountOf, findPayment, type OpenAccount, type PaymentContext } from '../payments/index.ts'
import { adapterFor, type DisputeNews } from '../processors/index.ts'
import { concludeResponse, judgeResponse, type Reply, sendResponse } from './ask-response.ts'
import type { Dispute } from './model.ts'
import { readDispute } from './read-dispute.ts'
import { awaitsResponse, isClosed } from './states.ts'
import { getDispute } from './store.ts'

const hourMs = 3_600_000
/** A key that may expire while the repeat is on its way is not relied upon. */
const marginMs = 600_000

/** Finds out how an answer to a dispute ended that nobody has heard of. */
export function settleResponse(ctx: PaymentContext, id: string): Promise<void> {
  return onCurrentRows(async () => {
    const dispute = await getDispute(ctx, id)
    if (dispute.asking === null) return
    const attempt = await findPayment(ctx, 'attempts', dispute.attempt_id)
    if (attempt === undefined) throw new Error(`${id} has lost its charge.`)
    const account = await accountOf(ctx, dispute)
    const reply = await findOut(ctx, account, dispute)
    const decided = judgeResponse(ctx, { dispute, attempt }, account, reply)
    try {
      await concludeResponse(ctx, decided, reply)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
    }
  })
}

/**
 * The dispute itself tells whether it was answered. If it was not, the same is asked again with its key while
 * the processor keeps that; past that, a dispute that shows no answer proves that there was none.
 */
async function findOut(
  ctx: PaymentContext,
  account: OpenAccount,
  dispute: Dispute,
): Promise<Reply> {
  const notRead = { outcome: 'unknown', reason: 'the dispute cannot be read' } as const
  const { processor_reference: reference, asked_at: askedAt } = dispute
  const found = await readDispute(ctx, account, reference, notRead)
  if (found.outcome === 'dispute' && isAnswered(found, dispute)) return found
  const { windowHours } = adapterFor(account.processor).capabilities.idempotency
  const keptUntil = (askedAt?.getTime() ?? 0) + windowHours * hourMs - marginMs
  if (ctx.clock.now().getTime() < keptUntil) {
    const reply = await sendResponse(ctx, account, dispute, true)
    return reply.outcome === 'not_sent' ? notRead : reply
  }
  if (found.outcome === 'dispute') {
    return { outcome: 'not_sent', reason: 'the processor shows no answer' }
  }
  ctx.alert('An answer to a dispute is older than its key and cannot be looked up', {
    ...{ dispute: dispute.id, account: account.id },
  })
  return notRead
}

function isAnswered({ status, submissions = 0 }: DisputeNews, dispute: Dispute): boolean {
  return dispute.asking === 'close'
    ? isClosed(status)
    : submissions > dispute.details.submissions || !awaitsResponse(status)
}
