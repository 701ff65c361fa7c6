import type { Funds } from '../../../ledger/index.ts'
import type { ObjectType, WireObject } from '../../kinds.ts'
import { balance } from './schema.ts'

export const balanceType: ObjectType = { object: 'balance', schema: balance }

/** @param currency shown as zero for a merchant who has not been paid yet */
export function balanceOf(
  funds: readonly Funds[],
  currency: string,
  livemode: boolean,
): WireObject {
  const shown = funds.length > 0 ? funds : [{ currency, available: 0n, pending: 0n }]
  const part = (name: 'available' | 'pending') =>
    shown.map((each) => {
      const amount = Number(each[name])
      return { amount, currency: each.currency, source_types: { card: amount } }
    })
  return { object: 'balance', available: part('available'), livemode, pending: part('pending') }
}
