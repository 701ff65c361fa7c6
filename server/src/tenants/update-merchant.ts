import type { Row } from '../db/index.ts'
import type { Json } from '../kernel/index.ts'
import {
  type DetailsInput,
  detailsOf,
  mergeDetails,
  type RejectReason,
} from './merchant-details.ts'
import { mergeMetadata, type OfficeContext } from './office.ts'
import { checkPricing, type Pricing } from './pricing.ts'
import { type MerchantTarget, replaceMerchant } from './replace-merchant.ts'
import { requireCurrency } from './settings.ts'

export interface MerchantUpdate extends DetailsInput {
  readonly email?: string | null
  readonly default_currency?: string
  readonly pricing?: Pricing
  readonly metadata?: Readonly<Record<string, string>> | null
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
