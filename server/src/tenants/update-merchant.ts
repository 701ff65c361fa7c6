import { onCurrentRows, type Row, write } from '../db/index.ts'
import type { Json } from '../kernel/index.ts'
import { shown } from './context.ts'
import { refuse } from './errors.ts'
import {
  type DetailsInput,
  detailsOf,
  mergeDetails,
  type RejectReason,
} from './merchant-details.ts'
import { mergeMetadata, type OfficeContext, officeChange } from './office.ts'
import { checkPricing, type Pricing } from './pricing.ts'
import { requireCurrency } from './settings.ts'
import { findMerchant } from './store.ts'

export interface MerchantUpdate extends DetailsInput {
  readonly email?: string | null
  readonly default_currency?: string
  readonly pricing?: Pricing
  readonly metadata?: Readonly<Record<string, string>> | null
}

/** Which merchant is changed, by a key of which PSP and mode. */
export interface MerchantTarget {
  readonly psp: Row<'psps'>
  readonly merchant: Pick<Row<'merchants'>, 'id'>
  readonly livemode: boolean
}

/**
 * Changes what a merchant said of itself, or its price.
 * @throws {Problem} `parameter_invalid`, naming the field; `livemode_mismatch`
 */
export function updateMerchant(
  ctx: OfficeContext,
  target: MerchantTarget,
  update: MerchantUpdate,
): Promise<Row<'merchants'>> {
  return replaceMerchant(ctx, target, (current) => updatedMerchant(target.psp, current, update))
}

/**
 * Stops a merchant from taking payments, for good. What it took before can still be refunded.
 * @throws {Problem} `livemode_mismatch`
 */
export function rejectMerchant(
  ctx: OfficeContext,
  target: MerchantTarget,
  reason: RejectReason,
): Promise<Row<'merchants'>> {
  return replaceMerchant(ctx, target, (current) => ({
    ...current,
    status: 'rejected',
    details: { ...detailsOf(current), rejected: reason } as unknown as Json,
  }))
}

function replaceMerchant(
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
    const change = officeChange(id, livemode, { replaces: [write('merchants', merchant)] })
    await ctx.conclude(change, shown('merchants', merchant))
    return merchant
  })
}

/** Pure: the row as it is after an update. */
function updatedMerchant(
  psp: Row<'psps'>,
  current: Row<'merchants'>,
  update: MerchantUpdate,
): Row<'merchants'> {
  const { email = current.email, default_currency = current.default_currency } = update
  if (default_currency !== current.default_currency) {
    requireCurrency(psp, default_currency, 'default_currency')
  }
  if (update.pricing !== undefined) checkPricing(update.pricing)
  return {
    ...current,
    email,
    default_currency,
    pricing: (update.pricing as unknown as Json | undefined) ?? current.pricing,
    details: mergeDetails(update, detailsOf(current)) as unknown as Json,
    metadata:
      update.metadata === undefined
        ? current.metadata
        : mergeMetadata(current.metadata as Record<string, string>, update.metadata),
  }
}
