import { type Change, onCurrentRows } from '../db/index.ts'
import { money } from '../kernel/index.ts'
import { fundsAvailable } from './facts.ts'
import { currentFunds, deleteReleasedFunds, dueFunds, type PendingFunds } from './funds-store.ts'
import { entry } from './posting.ts'
import { type SweepContext, sweep } from './sweep.ts'

const pageSize = 500

/**
 * Makes available what is due, of all merchants: one entry for each merchant, currency and moment. Any
 * number of workers may do so at once; each of the funds is released once.
 *
 * @returns how many were released
 * @throws {AggregateError} when some could not be released; the others were
 */
export async function releaseDueFunds(ctx: SweepContext): Promise<number> {
  const at = ctx.clock.now()
  const released = await sweep<PendingFunds>(
    pageSize,
    (after) => dueFunds(ctx.queries, { at, after, limit: pageSize }),
    (funds) => release(ctx, funds, at),
    'releases',
  )
  await deleteReleasedFunds(ctx.queries, at)
  return released
}

/** Releases all there is, as the write demands; when it has moved since it was read, what it is now. */
function release(ctx: SweepContext, listed: PendingFunds, at: Date): Promise<number> {
  let funds: PendingFunds | undefined = listed
  return onCurrentRows(async () => {
    funds ??= await currentFunds(ctx.queries, listed)
    if (funds === undefined) return 0
    const change = releaseOf(funds, at)
    funds = undefined
    await ctx.commit(change)
    return 1
  })
}

function releaseOf(funds: PendingFunds, at: Date): Change {
  const { merchant_id: merchantId, livemode, available_at: availableAt } = funds
  const released = entry(
    { merchantId, livemode, kind: 'funds_available', sourceId: merchantId, at, availableAt },
    fundsAvailable({ amount: money(funds.amount, funds.currency) }),
  )
  return { merchantId, livemode, inserts: [], replaces: [], entries: [released] }
}
