import { describe, expect, test } from 'vitest'
import { formatMoney, money } from '../kernel/index.ts'
import {
  checkPricing,
  defaultPricing,
  disputeFeeFor,
  type Pricing,
  priceFor,
  pricingOf,
} from './pricing.ts'

const card = { method: 'card', merchantCountry: 'US', cardCountry: 'US' }
const printed = (pricing: Pricing, sales: readonly Parameters<typeof priceFor>[1][]) =>
  sales
    .map((sale) =>
      [
        formatMoney(sale.amount).padStart(14),
        `${sale.method} ${sale.cardCountry ?? '??'} in ${sale.merchantCountry}`.padEnd(12),
        formatMoney(priceFor(pricing, sale)),
      ].join('  '),
    )
    .join('\n')

test('by default a merchant pays 2.9 % and thirty cents, half a cent rounded up', () => {
  const sales = (
    [
      [1000, 'usd'],
      [2500, 'usd'],
      [950, 'usd'],
      [50, 'usd'],
      [1, 'usd'],
      [999_999_999, 'usd'],
      [1000, 'eur'],
      [10_000, 'sek'],
      [1000, 'jpy'],
      [10_000, 'kwd'],
      [1000, 'mga'],
    ] as const
  ).map(([amount, currency]) => ({ ...card, amount: money(amount, currency) }))
  expect(printed(defaultPricing, sales)).toMatchInlineSnapshot(`
    "     10.00 USD  card US in US  0.59 USD
         25.00 USD  card US in US  1.03 USD
          9.50 USD  card US in US  0.58 USD
          0.50 USD  card US in US  0.31 USD
          0.01 USD  card US in US  0.30 USD
    9999999.99 USD  card US in US  290000.30 USD
         10.00 EUR  card US in US  0.54 EUR
        100.00 SEK  card US in US  4.70 SEK
          1000 JPY  card US in US  69 JPY
        10.000 KWD  card US in US  0.390 KWD
         10.00 MGA  card US in US  0.29 MGA"
  `)
})

test('the first rule that fits prices a sale: method, then currency, then where the card is from', () => {
  const pricing: Pricing = [
    { method: 'sepa_debit', percent_bps: 0, fixed: { eur: 35 } },
    { method: 'card', region: 'domestic', percent_bps: 120, fixed: { eur: 20, sek: 180 } },
    { method: 'card', region: 'eea', percent_bps: 150, fixed: { eur: 25 } },
    { method: 'card', currency: 'usd', percent_bps: 400, fixed: {} },
    { method: 'card', percent_bps: 325, fixed: { eur: 25 } },
  ]
  const sale = { method: 'card', amount: money(10_000, 'eur'), merchantCountry: 'SE' }
  expect(
    printed(pricing, [
      { ...sale, method: 'sepa_debit', cardCountry: null },
      { ...sale, cardCountry: 'SE' },
      { ...sale, cardCountry: 'SE', amount: money(10_000, 'sek') },
      { ...sale, cardCountry: 'FI' },
      { ...sale, cardCountry: 'GB' },
      { ...sale, cardCountry: 'FI', merchantCountry: 'GB' },
      { ...sale, cardCountry: null },
      { ...sale, cardCountry: 'US', amount: money(10_000, 'usd') },
      { ...sale, method: 'klarna', cardCountry: null },
    ]),
  ).toMatchInlineSnapshot(`
    "    100.00 EUR  sepa_debit ?? in SE  0.35 EUR
        100.00 EUR  card SE in SE  1.40 EUR
        100.00 SEK  card SE in SE  3.00 SEK
        100.00 EUR  card FI in SE  1.75 EUR
        100.00 EUR  card GB in SE  3.50 EUR
        100.00 EUR  card FI in GB  3.50 EUR
        100.00 EUR  card ?? in SE  3.50 EUR
        100.00 USD  card US in SE  4.00 USD
        100.00 EUR  klarna ?? in SE  0.00 EUR"
  `)
})

test('a merchant has its own price, else its PSP’s, else the default', () => {
  const own = { percent_bps: 100, fixed: {}, currency: 'eur' }
  const psp = { settings: { pricing: [{ percent_bps: 200, fixed: {}, currency: 'sek' }] } }
  const price = (currency: string) =>
    priceFor(pricingOf({ merchant: { pricing: [own] }, psp }), {
      ...card,
      amount: money(1000, currency),
    }).amount
  expect([price('eur'), price('sek'), price('usd')]).toEqual([10n, 20n, 59n])
})

test('a chargeback costs what the first rule says that names a price for it in that currency', () => {
  const own = { percent_bps: 100, fixed: {} }
  const sekOnly = { percent_bps: 100, fixed: {}, dispute: { sek: 9900 } }
  const free = { currency: 'usd', percent_bps: 100, fixed: {}, dispute: { usd: 0 } }
  const pricing = [own, sekOnly, free, ...defaultPricing]
  const fee = (currency: string) =>
    formatMoney(disputeFeeFor(pricing, { ...card, amount: money(1000, currency) }))
  expect(['sek', 'usd', 'eur', 'mga'].map(fee)).toEqual([
    ...['99.00 SEK', '0.00 USD', '15.00 EUR', '0.00 MGA'],
  ])
})

describe('a price list that could not be computed exactly is refused by field', () => {
  test.each([
    [{ percent_bps: 2.9, fixed: {} }, 'pricing[0][percent_bps]'],
    [{ percent_bps: -1, fixed: {} }, 'pricing[0][percent_bps]'],
    [{ percent_bps: 10_001, fixed: {} }, 'pricing[0][percent_bps]'],
    [{ percent_bps: 1, fixed: { usd: 0.5 } }, 'pricing[0][fixed][usd]'],
    [{ percent_bps: 1, fixed: { USD: 30 } }, 'pricing[0]'],
    [{ percent_bps: 1, fixed: {}, currency: 'dollar' }, 'pricing[0]'],
    [{ percent_bps: 1, fixed: {}, dispute: { usd: -1 } }, 'pricing[0][dispute][usd]'],
    [{ percent_bps: 1, fixed: {}, dispute: { dollars: 1 } }, 'pricing[0]'],
  ])('%j', (rule, param) => {
    expect(() => checkPricing([rule])).toThrow(expect.objectContaining({ param }))
  })
})
