import { expect, test } from 'vitest'
import { money } from '../kernel/index.ts'
import { entryKinds, facts, table } from './index.ts'

const eur = (amount: number) => money(amount, 'eur')

test('an authorization holds money and moves none', () => {
  expect(table(facts.authorized({ amount: eur(1500) }))).toMatchInlineSnapshot(`
    "debit   processor_clearing (pending)  15.00 EUR
    credit  merchant_pending (pending)    15.00 EUR"
  `)
})

test('a released authorization holds nothing any more', () => {
  expect(table(facts.authorizationReleased({ held: eur(1500) }))).toMatchInlineSnapshot(`
    "credit  processor_clearing (pending)  15.00 EUR
    debit   merchant_pending (pending)    15.00 EUR"
  `)
})

test('a capture keeps our fee and owes the merchant the rest', () => {
  expect(table(facts.captured({ gross: eur(1500), fee: eur(45) }))).toMatchInlineSnapshot(`
    "debit   processor_clearing  15.00 EUR
    credit  merchant_pending    14.55 EUR
    credit  psp_fee_revenue      0.45 EUR"
  `)
})

test('a capture in part settles the whole hold', () => {
  expect(
    table(facts.captured({ gross: eur(1000), fee: eur(30), held: eur(1500) })),
  ).toMatchInlineSnapshot(`
    "credit  processor_clearing (pending)  15.00 EUR
    debit   merchant_pending (pending)    15.00 EUR
    debit   processor_clearing            10.00 EUR
    credit  merchant_pending               9.70 EUR
    credit  psp_fee_revenue                0.30 EUR"
  `)
})

test('an application fee is taken of what the merchant is owed, beside our price', () => {
  expect(
    table(facts.captured({ gross: eur(1500), fee: eur(45), applicationFee: eur(200) })),
  ).toMatchInlineSnapshot(`
    "debit   processor_clearing       15.00 EUR
    credit  merchant_pending         12.55 EUR
    credit  psp_fee_revenue           0.45 EUR
    credit  application_fee_revenue   2.00 EUR"
  `)
})

test('a raised authorization holds the new total instead of the old one', () => {
  expect(
    table(facts.authorizationRaised({ held: eur(1500), total: eur(2000) })),
  ).toMatchInlineSnapshot(`
    "credit  processor_clearing (pending)  15.00 EUR
    debit   merchant_pending (pending)    15.00 EUR
    debit   processor_clearing (pending)  20.00 EUR
    credit  merchant_pending (pending)    20.00 EUR"
  `)
})

test('a processor’s cost is owed until it is settled', () => {
  expect(table(facts.processorCostAccrued({ cost: eur(12) }))).toMatchInlineSnapshot(`
    "debit   processor_cost          0.12 EUR
    credit  processor_cost_accrued  0.12 EUR"
  `)
})

test('funds that become available are owed from another account', () => {
  expect(table(facts.fundsAvailable({ amount: eur(1455) }))).toMatchInlineSnapshot(`
    "debit   merchant_pending    14.55 EUR
    credit  merchant_available  14.55 EUR"
  `)
})

test('a day on which refunds outweighed payments takes from what is available', () => {
  expect(table(facts.fundsAvailable({ amount: eur(-45) }))).toMatchInlineSnapshot(`
    "credit  merchant_pending    0.45 EUR
    debit   merchant_available  0.45 EUR"
  `)
})

test('a refund before payday comes out of pending funds, and our fee is not returned', () => {
  expect(
    table(facts.refunded({ amount: eur(600), from: 'merchant_pending' })),
  ).toMatchInlineSnapshot(`
    "debit   merchant_pending    6.00 EUR
    credit  processor_clearing  6.00 EUR"
  `)
})

test('a refund after payday comes out of available funds', () => {
  expect(
    table(facts.refunded({ amount: eur(600), from: 'merchant_available' })),
  ).toMatchInlineSnapshot(`
    "debit   merchant_available  6.00 EUR
    credit  processor_clearing  6.00 EUR"
  `)
})

test('an application fee that is given back pays its part of the refund', () => {
  expect(
    table(
      facts.refunded({ amount: eur(600), from: 'merchant_available', applicationFee: eur(80) }),
    ),
  ).toMatchInlineSnapshot(`
    "debit   merchant_available       6.00 EUR
    credit  processor_clearing       6.00 EUR
    debit   application_fee_revenue  0.80 EUR
    credit  merchant_available       0.80 EUR"
  `)
})

test('a refund that failed gives the money back to where it came from', () => {
  expect(
    table(facts.refundFailed({ amount: eur(600), from: 'merchant_available' })),
  ).toMatchInlineSnapshot(`
    "credit  merchant_available  6.00 EUR
    debit   processor_clearing  6.00 EUR"
  `)
})

test('a dispute takes the money and a fee at once', () => {
  expect(table(facts.disputeOpened({ amount: eur(1500), fee: eur(1500) }))).toMatchInlineSnapshot(`
    "debit   merchant_available   15.00 EUR
    credit  processor_clearing   15.00 EUR
    debit   merchant_available   15.00 EUR
    credit  dispute_fee_revenue  15.00 EUR"
  `)
})

test('a dispute won brings the money back and keeps the fee', () => {
  expect(table(facts.disputeWon({ amount: eur(1500) }))).toMatchInlineSnapshot(`
    "debit   processor_clearing  15.00 EUR
    credit  merchant_available  15.00 EUR"
  `)
})

test('every kind of entry is a fact, and every fact a kind of entry', () => {
  const snake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  expect(Object.keys(facts).map(snake).sort()).toEqual([...entryKinds].sort())
})
