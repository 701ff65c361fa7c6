import type { Entry } from '../db/index.ts'
import type { Money } from '../kernel/index.ts'
import { entry, facts } from '../ledger/index.ts'
import { amountOf } from '../payments/index.ts'
import type { DisputeStatus } from '../processors/index.ts'
import type { Dispute } from './model.ts'
import { isChargeback, isWithdrawn } from './states.ts'

/** What a change of status does to the merchant's money. */
export interface Booked {
  readonly entries: Entry[]
  readonly isWithdrawn: boolean
  /** The money left, or came back, with this change. */
  readonly withdrew: boolean
  readonly reinstated: boolean
}

/**
 * Posts what a change of status does to the merchant's money: it leaves with a chargeback and comes back
 * with a win. The fee is taken once, with the first chargeback. A win of a chargeback nobody told us of is
 * booked as both.
 */
export function bookDispute(
  before: Dispute,
  status: DisputeStatus,
  { at, fee }: { at: Date; fee: Money },
): Booked {
  const amount = amountOf(before)
  const isFirst = before.details.entries.length === 0
  const withdrew = !before.withdrawn && (isWithdrawn(status) || (isFirst && isChargeback(status)))
  const reinstated = status === 'won' && (before.withdrawn || withdrew)
  const about = {
    ...{ merchantId: before.merchant_id, livemode: before.livemode },
    ...{ sourceId: before.id, at },
  }
  const opened = facts.disputeOpened({ amount, ...(isFirst ? { fee } : {}) })
  const entries = [
    ...(withdrew ? [entry({ ...about, kind: 'dispute_opened' }, opened)] : []),
    ...(reinstated ? [entry({ ...about, kind: 'dispute_won' }, facts.disputeWon({ amount }))] : []),
  ]
  return { entries, isWithdrawn: isWithdrawn(status), withdrew, reinstated }
}
