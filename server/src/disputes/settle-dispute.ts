import { onCurrentRows } from '../db/index.ts'
import { accountOf, findPayment, type PaymentContext, saleOf } from '../payments/index.ts'
import type { DisputeNews } from '../processors/index.ts'
import { changeOf } from '../tenants/index.ts'
import { misfitOf } from './check-news.ts'
import { decideNews, openDispute } from './decide-news.ts'
import { readDispute } from './read-dispute.ts'
import { findByReference } from './store.ts'

/**
 * Brings a dispute up to what its processor says, at any time and as often as one likes. The row is read
 * before the processor is: whoever is told something newer meanwhile has moved the row on.
 *
 * @param told what a verified notification said, for processors that cannot be asked
 * @returns false when that cannot be done yet: the charge is not there or not captured, the processor
 *   does not answer, or what it says does not fit the charge, which raises an alert
 */
export function settleDispute(
  ctx: PaymentContext,
  attemptId: string,
  told: DisputeNews,
): Promise<boolean> {
  return onCurrentRows(async () => {
    const attempt = await findPayment(ctx, 'attempts', attemptId)
    if (attempt?.status !== 'captured') return false
    const account = await accountOf(ctx, attempt)
    const { processorReference } = told
    const known = await findByReference(ctx, account.id, processorReference)
    const news = await readDispute(ctx, account, processorReference, told)
    if (news.outcome !== 'dispute') return false
    const where = { charge: attemptId, dispute: processorReference, account: account.id }
    const misfit = misfitOf(news, attempt, known)
    if (misfit !== null) {
      ctx.alert(`A dispute does not fit its charge: ${misfit}`, where)
      return false
    }
    const at = ctx.clock.now()
    const world = { at, origin: ctx.origin, fee: ctx.disputeFeeOf(saleOf(ctx, attempt)) }
    const decided =
      known === undefined
        ? openDispute(attempt, news, world)
        : decideNews({ dispute: known, attempt }, news, world)
    if (decided !== undefined) await ctx.commit(changeOf(ctx, decided))
    else if (known?.status !== news.status && news.asOf === undefined) {
      ctx.alert(
        `A dispute is ${news.status} at its processor and stays ${known?.status} here`,
        where,
      )
    }
    return true
  })
}
