import { type Row, write } from '../db/index.ts'
import { type Json, newId } from '../kernel/index.ts'
import { shown } from './context.ts'
import { defaultCurrencyOf, merchantCountries } from './countries.ts'
import { badParameter } from './errors.ts'
import { type DetailsInput, mergeDetails } from './merchant-details.ts'
import { mergeMetadata, type OfficeContext, officeChange } from './office.ts'
import { checkPricing, type Pricing } from './pricing.ts'
import { requireCurrency, settingsOf } from './settings.ts'

export interface NewMerchant extends DetailsInput {
  /** A live merchant has a test mode too; a merchant made in test mode is there for trying things out. */
  readonly livemode: boolean
  /** ISO 3166, upper case; the PSP's own when left out. */
  readonly country?: string
  readonly email?: string | null
  /** The currency of its country when left out. */
  readonly default_currency?: string
  /** What its PSP charges it; the PSP's own price list when left out. */
  readonly pricing?: Pricing
  readonly metadata?: Readonly<Record<string, string>> | null
}

/**
 * Signs up a merchant of a PSP. It has no keys yet (`createKey`).
 * @throws {Problem} `parameter_invalid`, naming the field
 */
export async function createMerchant(
  ctx: OfficeContext,
  psp: Row<'psps'>,
  input: NewMerchant,
): Promise<Row<'merchants'>> {
  const merchant = newMerchant(psp, input, ctx.clock.now())
  const change = officeChange(merchant.id, merchant.livemode, {
    inserts: [write('merchants', merchant)],
  })
  await ctx.conclude(change, shown('merchants', merchant))
  return merchant
}

/** Pure: the row of a new merchant. */
function newMerchant(psp: Row<'psps'>, input: NewMerchant, now: Date): Row<'merchants'> {
  const { livemode, country = psp.country, email = null, pricing = [], metadata = null } = input
  const currency = input.default_currency ?? currencyOf(psp, country)
  requireCurrency(psp, currency, 'default_currency')
  checkPricing(pricing)
  return {
    id: newId('acct', now.getTime()),
    psp_id: psp.id,
    livemode,
    version: 1,
    created_at: now,
    country,
    default_currency: currency,
    email,
    status: 'active',
    pricing: pricing as unknown as Json,
    details: mergeDetails(input) as unknown as Json,
    metadata: mergeMetadata({}, metadata),
  }
}

function currencyOf(psp: Row<'psps'>, country: string): string {
  const allowed = settingsOf(psp).allowed_countries ?? merchantCountries
  const currency = allowed.includes(country) ? defaultCurrencyOf(country) : undefined
  if (currency !== undefined) return currency
  throw badParameter(
    'country',
    `'${country}' is not a country ${psp.name} has merchants in. There are: ${allowed.join(', ')}.`,
  )
}
