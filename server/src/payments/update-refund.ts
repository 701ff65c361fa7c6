import { onCurrentRows } from '../db/index.ts'
import { event, previousAttributes } from '../events/index.ts'
import { changeOf, shown } from '../tenants/index.ts'
import type { PaymentContext } from './context.ts'
import { type MetadataPatch, mergeMetadata } from './metadata.ts'
import type { Refund } from './model.ts'
import { plain, revise, writeRow } from './rows.ts'
import { get } from './store.ts'

/** Changes a refund's metadata, which is all of it that can change. */
export function updateRefund(
  ctx: PaymentContext,
  id: string,
  patch: MetadataPatch,
): Promise<Refund> {
  return onCurrentRows(async () => {
    const before = await get(ctx, 'refunds', id, 'id')
    const refund = revise(before, { metadata: mergeMetadata(before.metadata, patch) })
    const row = plain('refunds', refund)
    const previous = previousAttributes(
      { metadata: before.metadata },
      { metadata: refund.metadata },
    )
    const isNews = Object.keys(previous).length > 0
    const at = ctx.clock.now()
    await ctx.conclude(
      changeOf(ctx, {
        replaces: [writeRow('refunds', refund)],
        inserts: isNews
          ? [
              ...event('refund.updated', row, at, ctx.origin, previous),
              ...event('charge.refund.updated', row, at, ctx.origin, previous),
            ]
          : [],
      }),
      shown('refunds', row),
    )
    return refund
  })
}
