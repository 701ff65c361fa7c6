import type { z } from 'zod'
import { currencies } from '../../../kernel/index.ts'
import { defaultCurrencyOf, merchantCountries, standingOf } from '../../../tenants/index.ts'
import type { ObjectType } from '../../kinds.ts'
import { countrySpec } from './schema.ts'

/** What merchants of a country can do. It is no row: the folder of merchants knows it. */
export const countrySpecType: ObjectType = {
  object: 'country_spec',
  schema: countrySpec,
  expandable: { verification_fields: null },
}

/** @returns undefined for a country no merchant can be in */
export function countrySpecOf(country: string): z.output<typeof countrySpec> | undefined {
  const currency = defaultCurrencyOf(country)
  if (currency === undefined) return undefined
  return {
    id: country,
    object: 'country_spec',
    default_currency: currency,
    supported_bank_account_currencies: { [currency]: [country] },
    supported_payment_currencies: [...currencies],
    supported_payment_methods: ['card'],
    supported_transfer_countries: [...merchantCountries],
    verification_fields: { company: neededBy('company'), individual: neededBy('individual') },
  }
}

/** What a merchant that has told nothing yet must tell before it takes live payments. */
function neededBy(businessType: 'company' | 'individual') {
  const newcomer = { status: 'active', details: { business_type: businessType } }
  return { additional: [], minimum: [...standingOf(newcomer, true).currentlyDue] }
}
