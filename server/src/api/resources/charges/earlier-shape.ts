import type { Row } from '../../../db/index.ts'
import type { Intent } from '../../../payments/index.ts'
import type { Viewing, WireObject } from '../../kinds.ts'
import type { ChargesAndRefunds } from './earlier-shape-store.ts'

const most = 10

/**
 * An intent's charges as versions before 2022-11-15 show them. The latest may be newer than what was read:
 * it is about to be written.
 */
export function chargeList(
  intent: Intent,
  viewing: Viewing,
  { charges, refunds }: ChargesAndRefunds = { charges: [], refunds: [] },
): WireObject {
  const latest = viewing.row('attempts', intent.latest_attempt_id)
  const others = charges.filter(({ id }) => id !== latest?.id)
  const rows = latest === undefined ? others : [latest, ...others]
  return {
    object: 'list',
    data: rows.slice(0, most).map((row) => ({
      ...viewing.show('attempts', row),
      refunds: refundList(
        row.id,
        refunds.filter(({ attempt_id }) => attempt_id === row.id),
        viewing,
      ),
    })),
    has_more: rows.length > most,
    total_count: rows.length,
    url: `/v1/charges?payment_intent=${intent.id}`,
  }
}

/** A charge's refunds as versions before 2022-11-15 show them, without being asked. */
export function refundList(
  chargeId: string,
  refunds: readonly Row<'refunds'>[],
  viewing: Viewing,
): WireObject {
  return {
    object: 'list',
    // A refund this very request decides on is newer than what was read.
    data: refunds
      .slice(0, most)
      .map((row) => viewing.show('refunds', viewing.row('refunds', row.id) ?? row)),
    has_more: refunds.length > most,
    total_count: Math.min(refunds.length, most + 1),
    url: `/v1/charges/${chargeId}/refunds`,
  }
}
