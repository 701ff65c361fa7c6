import { createAnchoring } from './anchors.ts'
import { releaseDueFunds } from './release-funds.ts'
import { sealBlocks } from './seal-blocks.ts'
import type { SweepContext } from './sweep.ts'

/**
 * What a worker does for the ledger, again and again.
 *
 * @param anchorsFile where the ends of the hash chains are written down; see `createAnchoring`
 * @returns jobs for the worker; `round` tells whether more may be waiting
 */
export function ledgerJobs(
  ctx: SweepContext,
  anchorsFile: string,
): { name: string; everyMs: number; round(): Promise<boolean> }[] {
  const anchor = createAnchoring(ctx, anchorsFile)
  return [
    { name: 'release-funds', everyMs: 5_000, round: () => all(releaseDueFunds(ctx)) },
    { name: 'seal-ledger', everyMs: 10_000, round: () => all(sealBlocks(ctx)) },
    { name: 'anchor-ledger', everyMs: 60_000, round: () => all(anchor()) },
  ]
}

/** A sweep has seen everything there was; what came since waits for the next. */
async function all(sweep: Promise<number>): Promise<boolean> {
  await sweep
  return false
}
