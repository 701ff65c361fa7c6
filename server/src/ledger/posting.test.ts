import { expect, test } from 'vitest'
import { money } from '../kernel/index.ts'
import { type EntryFacts, entry, facts, table } from './index.ts'
import { credit, debit } from './posting.ts'

const eur = (amount: number) => money(amount, 'eur')
const at = new Date('2026-01-02T03:04:05Z')
const capture: EntryFacts = {
  ...{ merchantId: 'acct_1', livemode: false, kind: 'captured', sourceId: 'ch_1' },
  ...{ at, availableAt: new Date('2026-01-05T00:00:00Z') },
}

test('an entry has one line for each account, debits positive and credits negative', () => {
  const { row } = entry(
    { ...capture, resolves: 'je_held' },
    facts.captured({ gross: eur(1000), fee: eur(30), held: eur(1500) }),
  )
  expect(row).toMatchObject({
    accounts: ['processor_clearing', 'merchant_pending', 'psp_fee_revenue'],
    posted: [1000n, -970n, -30n],
    pending: [-1500n, 1500n, 0n],
    currency: 'eur',
    resolves: 'je_held',
    available_at: capture.availableAt,
    effective_at: at,
  })
  expect(row.id).toMatch(/^je_/)
})

test('lines that come to nothing are left out', () => {
  const { row } = entry(capture, facts.captured({ gross: eur(1000), fee: eur(0) }))
  expect(row.accounts).toEqual(['processor_clearing', 'merchant_pending'])
})

test('postings that do not balance are refused, and shown', () => {
  expect(() =>
    entry(capture, [debit('bank', eur(1000)), credit('processor_clearing', eur(999))]),
  ).toThrowErrorMatchingInlineSnapshot(`
    [Error: Entry captured for ch_1 does not balance:
    debit   bank                10.00 EUR
    credit  processor_clearing   9.99 EUR]
  `)
})

test('held money does not balance moved money', () => {
  const [held] = facts.authorized({ amount: eur(1000) })
  if (held === undefined) throw new Error('an authorization has postings')
  expect(() => entry(capture, [held, credit('merchant_available', eur(1000))])).toThrow(
    'does not balance',
  )
})

test('postings of two currencies are refused, also where the sums agree', () => {
  expect(() =>
    entry(capture, [
      debit('bank', eur(1000)),
      credit('processor_clearing', eur(1000)),
      debit('bank', money(1000, 'usd')),
      credit('processor_clearing', money(1000, 'usd')),
    ]),
  ).toThrowErrorMatchingInlineSnapshot(`[Error: Entry for ch_1 mixes currencies.]`)
})

test.for([
  ['none', []],
  ['zeros', facts.processorCostAccrued({ cost: eur(0) })],
  ['opposites', [debit('bank', eur(5)), credit('bank', eur(5))]],
] as const)('an entry that moves nothing is refused: %s', ([, postings]) => {
  expect(() => entry(capture, postings)).toThrow('does not balance')
})

test('pending funds that no day would release are refused', () => {
  const { availableAt, ...undated } = capture
  expect(() =>
    entry(undated, facts.captured({ gross: eur(1000), fee: eur(30) })),
  ).toThrowErrorMatchingInlineSnapshot(
    `[Error: Entry captured for ch_1 says not when funds are available.]`,
  )
})

test('a table lines up accounts and amounts, and marks what is only held', () => {
  expect(
    table([
      ...facts.authorized({ amount: money(1_500_000, 'jpy') }),
      debit('bank', money(7, 'jpy')),
    ]),
  ).toMatchInlineSnapshot(`
    "debit   processor_clearing (pending)  1500000 JPY
    credit  merchant_pending (pending)    1500000 JPY
    debit   bank                                7 JPY"
  `)
})
