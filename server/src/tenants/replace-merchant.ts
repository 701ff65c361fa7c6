import { onCurrentRows, type Row, type Write, write } from '../db/index.ts'
import { event, previousAttributes } from '../events/index.ts'
import { shown } from './context.ts'
import { refuse } from './errors.ts'
import { detailsOf } from './merchant-details.ts'
import { standingOf } from './merchant-standing.ts'
import { type OfficeContext, officeChange, originOf } from './office.ts'
import { findMerchant } from './store.ts'

/** Which merchant is changed, by a key of which PSP and mode. */
export interface MerchantTarget {
  readonly psp: Row<'psps'>
  readonly merchant: Pick<Row<'merchants'>, 'id'>
  readonly livemode: boolean
}

/**
 * Reads a merchant, decides how it is from now on, and writes that with the event that tells of it; again
 * when it changed in between.
 * @throws {Problem} `livemode_mismatch`
 */
export function replaceMerchant(
  ctx: OfficeContext,
  { merchant: { id }, livemode }: MerchantTarget,
  changed: (current: Row<'merchants'>) => Row<'merchants'>,
): Promise<Row<'merchants'>> {
  return onCurrentRows(async () => {
    const current = await findMerchant(ctx.queries, id)
    if (current === undefined) throw new Error(`There is no merchant ${id} to change.`)
    if (current.livemode !== livemode) {
      throw refuse(
        'livemode_mismatch',
        `Account '${id}' is a live account: a test key can act for it in test mode, and only a live key can change it.`,
      )
    }
    const merchant = { ...changed(current), version: current.version + 1 }
    const change = officeChange(id, livemode, {
      replaces: [write('merchants', merchant)],
      inserts: updateEvent(ctx, current, merchant),
    })
    await ctx.conclude(change, shown('merchants', merchant))
    return merchant
  })
}

/** `account.updated`, unless nothing a reader sees is other than before. */
function updateEvent(
  ctx: OfficeContext,
  before: Row<'merchants'>,
  after: Row<'merchants'>,
): Write[] {
  const previous = previousAttributes(attributesOf(before), attributesOf(after))
  if (Object.keys(previous).length === 0) return []
  return event('account.updated', after, ctx.clock.now(), originOf(ctx), previous)
}

/** What of a merchant can change, under the names readers know. */
function attributesOf(merchant: Row<'merchants'>) {
  const { requested: _requested, rejected: _rejected, ...told } = detailsOf(merchant)
  const standing = standingOf(merchant, merchant.livemode)
  return {
    ...told,
    email: merchant.email,
    default_currency: merchant.default_currency,
    pricing: merchant.pricing,
    metadata: merchant.metadata,
    capabilities: standing.capabilities,
    charges_enabled: standing.chargesEnabled,
    payouts_enabled: standing.payoutsEnabled,
    requirements: {
      currently_due: standing.currentlyDue,
      disabled_reason: standing.disabledReason,
    },
  }
}
