import type { Change } from '../db/index.ts'
import { event, previousAttributes } from '../events/index.ts'
import { type Context, type Shown, shown } from '../tenants/index.ts'
import { shownParts } from './decide-news.ts'
import { type Dispute, plainDispute, writeDispute } from './model.ts'

/** A dispute the merchant changed, and the event that it did if one can see it. */
export function changeOfDispute(
  { clock, origin }: Pick<Context, 'clock' | 'origin'>,
  before: Dispute,
  after: Dispute,
): Pick<Change, 'replaces' | 'inserts'> {
  const previous = previousAttributes(shownParts(before), shownParts(after))
  const isNews = Object.keys(previous).length > 0
  const row = plainDispute(after)
  return {
    replaces: [writeDispute(after)],
    inserts: isNews ? event('charge.dispute.updated', row, clock.now(), origin, previous) : [],
  }
}

export function shownDispute(dispute: Dispute): Shown {
  return shown('disputes', plainDispute(dispute))
}
