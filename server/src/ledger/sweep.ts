import type { Change, Queries } from '../db/index.ts'
import type { Clock } from '../kernel/index.ts'

/** What the ledger's background work needs: reads across merchants, and a way to write. */
export interface SweepContext {
  readonly queries: Queries
  readonly clock: Clock
  commit(change: Change): Promise<void>
}

/**
 * Works through all that is listed, a page at a time and a page at once. One that fails keeps no other
 * from its turn.
 *
 * @param list what comes `after` the last one of the page before, at most `pageSize`
 * @param work on one; returns how much it did
 * @param what is worked on, in the plural, for the error
 * @returns how much was done
 * @throws {AggregateError} when some failed
 */
export async function sweep<T>(
  pageSize: number,
  list: (after: T | undefined) => Promise<readonly T[]>,
  work: (item: T) => Promise<number>,
  what: string,
): Promise<number> {
  const failures: unknown[] = []
  let done = 0
  let after: T | undefined
  do {
    const page = await list(after)
    const outcomes = await Promise.allSettled(page.map(work))
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') done += outcome.value
      else failures.push(outcome.reason)
    }
    after = page.length < pageSize ? undefined : page.at(-1)
  } while (after !== undefined)
  if (failures.length > 0) {
    const [first] = failures
    throw new AggregateError(failures, `${failures.length} ${what} failed, the first: ${first}`)
  }
  return done
}
