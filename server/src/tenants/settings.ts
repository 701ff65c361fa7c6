import type { Row } from '../db/index.ts'
import { isCurrency } from '../kernel/index.ts'
import { merchantCountries } from './countries.ts'
import { badParameter } from './errors.ts'
import { checkPricing, type Pricing } from './pricing.ts'

/** What a PSP has decided for all its merchants. */
export interface PspSettings {
  /** Countries its merchants may be in; null for all there are. */
  readonly allowed_countries: readonly string[] | null
  /** Currencies its merchants may take; null for all there are. */
  readonly allowed_currencies: readonly string[] | null
  /** What one PSP, and one key of it or of its merchants, may ask of the installation. */
  readonly limits: { readonly psp: Budget; readonly key: Budget }
  /** Its price list for merchants without one of their own. */
  readonly pricing: Pricing
}

export interface Budget {
  readonly requests_per_second: number
  /** Requests in progress at the same time. */
  readonly concurrent: number
}

/** Wide enough for a busy PSP, narrow enough that its flood leaves room for the others. */
export const defaultPspSettings: PspSettings = {
  allowed_countries: null,
  allowed_currencies: null,
  limits: {
    psp: { requests_per_second: 2_000, concurrent: 400 },
    key: { requests_per_second: 1_000, concurrent: 200 },
  },
  pricing: [],
}

/** The settings of a PSP; one made before a setting existed has its default. */
export function settingsOf(psp: Pick<Row<'psps'>, 'settings'>): PspSettings {
  return { ...defaultPspSettings, ...(psp.settings as unknown as Partial<PspSettings>) }
}

/** @throws {Problem} `parameter_invalid`, naming the setting and what it may be */
export function checkSettings(settings: PspSettings): void {
  const { allowed_countries, allowed_currencies, limits, pricing } = settings
  for (const [index, country] of (allowed_countries ?? []).entries()) {
    if (!merchantCountries.includes(country)) {
      throw badParameter(
        `settings[allowed_countries][${index}]`,
        `'${country}' is not a country merchants can be in. There are: ${merchantCountries.join(', ')}.`,
      )
    }
  }
  for (const [index, currency] of (allowed_currencies ?? []).entries()) {
    if (!isCurrency(currency)) {
      throw badParameter(
        `settings[allowed_currencies][${index}]`,
        `'${currency}' is not an ISO 4217 currency in lower case.`,
      )
    }
  }
  for (const [who, budget] of Object.entries(limits)) {
    for (const [name, value] of Object.entries(budget)) {
      if (!Number.isSafeInteger(value) || value < 1) {
        throw badParameter(`settings[limits][${who}][${name}]`, 'A limit is a whole number from 1.')
      }
    }
  }
  checkPricing(pricing, 'settings[pricing]')
}

/**
 * Refuses a currency a PSP does not deal in.
 * @throws {Problem} `parameter_invalid`
 */
export function requireCurrency(psp: Row<'psps'>, currency: string, param: string): void {
  const allowed = settingsOf(psp).allowed_currencies
  if (!isCurrency(currency) || (allowed !== null && !allowed.includes(currency))) {
    const choice = allowed === null ? 'ISO 4217 codes in lower case' : allowed.join(', ')
    throw badParameter(param, `Invalid currency: ${currency}. Supported are ${choice}.`)
  }
}
