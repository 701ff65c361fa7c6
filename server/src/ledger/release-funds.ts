import { type Change, onCurrentRows, type Queries } from '../db/index.ts'
import { type Clock, money } from '../kernel/index.ts'
import { fundsAvailable } from './facts.ts'
import { currentFunds, deleteReleasedFunds, dueFunds, type PendingFunds } from './funds-store.ts'
import { entry } from './posting.ts'

/** What the ledger's sweeps work with: they see every merchant. */
export interface SweepContext {
  readonly queries: Queries
  readonly clock: Clock
  commit(change: Change): Promise<void>
}

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
  const failures: unknown[] = []
  let released = 0
  let after: PendingFunds | undefined
  do {
    const page = await dueFunds(ctx.queries, { at, after, limit: pageSize })
    const outcomes = await Promise.allSettled(page.map((funds) => release(ctx, funds, at)))
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') failures.push(outcome.reason)
      else if (outcome.value) released += 1
    }
    after = page.length < pageSize ? undefined : page.at(-1)
  } while (after !== undefined)
  await deleteReleasedFunds(ctx.queries, at)
  if (failures.length > 0) {
    throw new AggregateError(failures, `${failures.length} merchants' funds could not be released.`)
  }
  return released
}

/** Releases all there is, as the write demands; when it has moved since it was read, what it is now. */
function release(ctx: SweepContext, listed: PendingFunds, at: Date): Promise<boolean> {
  let funds: PendingFunds | undefined = listed
  return onCurrentRows(async () => {
    funds ??= await currentFunds(ctx.queries, listed)
    if (funds === undefined) return false
    const change = releaseOf(funds, at)
    funds = undefined
    await ctx.commit(change)
    return true
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
