import type { Row } from '../db/index.ts'
import { add, basisPoints, isCurrency, type Money, money } from '../kernel/index.ts'
import { badParameter } from './errors.ts'

/**
 * One line of a price list. A rule says nothing of what it leaves out: without `method` it holds for
 * every method, and so on.
 */
export interface PriceRule {
  readonly method?: string
  readonly currency?: string
  readonly region?: Region
  /** Of the amount, in basis points: 290 is 2.9 %. */
  readonly percent_bps: number
  /** Minor units by currency, on top of the percentage. A currency not listed pays the percentage alone. */
  readonly fixed: Readonly<Record<string, number>>
  /** Minor units by currency, for each chargeback, won or lost. */
  readonly dispute?: Readonly<Record<string, number>>
}

/** A price list: the first rule that fits a sale prices it. */
export type Pricing = readonly PriceRule[]

/** Where a card is from, as seen from the merchant: its country, its single market, the world. */
export const regions = ['domestic', 'eea', 'international'] as const
export type Region = (typeof regions)[number]

/** What a price depends on. */
export interface Sale {
  readonly method: string
  readonly amount: Money
  readonly merchantCountry: string
  /** The country the card was issued in, where the processor or the card's number tells. */
  readonly cardCountry: string | null
}

/**
 * 2.9 % and about thirty cents, and fifteen dollars for a chargeback, with the round figures nearest to them
 * in the currencies that have one.
 */
export const defaultPricing: Pricing = [
  {
    percent_bps: 290,
    fixed: {
      ...{ usd: 30, eur: 25, gbp: 20, chf: 30, cad: 30, aud: 30, nzd: 30, sgd: 50, hkd: 235 },
      ...{ sek: 180, nok: 200, dkk: 180, isk: 40, pln: 100, czk: 650, huf: 8500, ron: 100 },
      ...{ jpy: 40, krw: 400, myr: 100, thb: 1000, inr: 300, aed: 100, sar: 100, kwd: 100 },
      ...{ mxn: 300, brl: 60, zar: 500, try: 1000, ils: 120 },
    },
    dispute: {
      ...{ usd: 1500, eur: 1500, gbp: 1500, chf: 1500, cad: 1500, aud: 2500, nzd: 2500, sgd: 1500 },
      ...{ hkd: 8500, sek: 15000, nok: 15000, dkk: 10000, pln: 6000, czk: 35000, jpy: 1500 },
    },
  },
]

/**
 * What a sale costs by a price list, in the currency of the sale: a percentage of the amount, rounded
 * half up to a whole minor unit, and a fixed part.
 *
 * @returns zero when no rule fits
 */
export function priceFor(pricing: Pricing, sale: Sale): Money {
  const { currency } = sale.amount
  const rule = pricing.find((candidate) => fits(candidate, sale))
  if (rule === undefined) return money(0n, currency)
  const fixed = money(rule.fixed[currency] ?? 0, currency)
  return add(basisPoints(sale.amount, rule.percent_bps), fixed)
}

/**
 * What a chargeback of a sale costs by a price list: as the first rule says that fits the sale and names
 * a price for chargebacks in its currency.
 *
 * @returns zero when no rule does
 */
export function disputeFeeFor(pricing: Pricing, sale: Sale): Money {
  const { currency } = sale.amount
  const rule = pricing.find(
    (candidate) => candidate.dispute?.[currency] !== undefined && fits(candidate, sale),
  )
  return money(rule?.dispute?.[currency] ?? 0, currency)
}

/** A merchant's own rules, then its PSP's, then the default: so that there is always a price. */
export function pricingOf({
  merchant,
  psp,
}: {
  readonly merchant: Pick<Row<'merchants'>, 'pricing'>
  readonly psp: Pick<Row<'psps'>, 'settings'>
}): Pricing {
  const { pricing = [] } = psp.settings as { readonly pricing?: Pricing }
  return [...(merchant.pricing as unknown as Pricing), ...pricing, ...defaultPricing]
}

/** Where a card is from as seen from the merchant, or null where nobody can tell. */
function regionOf({
  cardCountry,
  merchantCountry,
}: Pick<Sale, 'cardCountry' | 'merchantCountry'>): Region | null {
  if (cardCountry === null) return null
  if (cardCountry === merchantCountry) return 'domestic'
  return eea.has(cardCountry) && eea.has(merchantCountry) ? 'eea' : 'international'
}

/**
 * Refuses a price list that could not be computed exactly.
 * @param param the list's name as the caller wrote it
 * @throws {Problem} `parameter_invalid`, naming the rule and field
 */
export function checkPricing(pricing: Pricing, param = 'pricing'): void {
  for (const [index, rule] of pricing.entries()) {
    const { percent_bps, fixed, currency, region, dispute = {} } = rule
    const at = `${param}[${index}]`
    if (!Number.isInteger(percent_bps) || percent_bps < 0 || percent_bps > 10_000) {
      throw badParameter(`${at}[percent_bps]`, 'Basis points are a whole number from 0 to 10000.')
    }
    if (region !== undefined && !regions.includes(region)) {
      throw badParameter(`${at}[region]`, `A region is one of ${regions.join(', ')}.`)
    }
    const codes = [...Object.keys(fixed), ...Object.keys(dispute)]
    for (const code of [...codes, ...(currency === undefined ? [] : [currency])]) {
      if (!isCurrency(code)) {
        throw badParameter(at, `'${code}' is not an ISO 4217 currency in lower case.`)
      }
    }
    requireAmounts(fixed, `${at}[fixed]`, 'A fixed part')
    requireAmounts(dispute, `${at}[dispute]`, 'The price of a chargeback')
  }
}

function requireAmounts(
  amounts: Readonly<Record<string, number>>,
  param: string,
  what: string,
): void {
  for (const [code, amount] of Object.entries(amounts)) {
    if (!Number.isSafeInteger(amount) || amount < 0) {
      throw badParameter(`${param}[${code}]`, `${what} is a whole number of minor units.`)
    }
  }
}

function fits({ method, currency, region }: PriceRule, sale: Sale): boolean {
  return (
    (method === undefined || method === sale.method) &&
    (currency === undefined || currency === sale.amount.currency) &&
    (region === undefined || region === regionOf(sale))
  )
}

/** The European Economic Area, whose cards cost a merchant inside it less. */
const eea = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(
    ' ',
  ),
)
