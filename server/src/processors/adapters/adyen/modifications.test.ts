import { describe, expect, test } from 'vitest'
import { money } from '../../../kernel/index.ts'
import { fromWire, toWire } from './amounts.ts'
import { adyen } from './index.ts'
import { account, answer, change } from './test-fixtures.ts'

describe('changes of a payment', () => {
  const amount = money(500, 'eur')
  const receipt = {
    merchantAccount: 'ExampleECOM',
    paymentPspReference: change.processorReference,
    pspReference: '993617894906488A',
    reference: 're_1',
    status: 'received',
    amount: { currency: 'EUR', value: 500 },
  }
  const read = (body: unknown, status = 201) =>
    adyen.refund?.response(answer(status, body), { ...change, amount }, account)

  test('each is received under a reference of its own and settled by a notification', () => {
    expect(read(receipt)).toEqual({ outcome: 'pending', processorReference: '993617894906488A' })
  })

  test.each([
    ['another payment', { paymentPspReference: 'OTHER' }],
    ['another reference', { reference: 're_2' }],
    ['another amount', { amount: { currency: 'EUR', value: 501 } }],
    ['another currency', { amount: { currency: 'USD', value: 500 } }],
    ['another status', { status: 'refunded' }],
  ])('a receipt for %s is unknown', (_what, difference) => {
    expect(read({ ...receipt, ...difference })).toMatchObject({ outcome: 'unknown' })
  })

  test('a refused change may be tried again here, since no one else knows the payment', () => {
    const body = { status: 403, errorCode: '901', errorType: 'security', message: 'Invalid' }
    expect(read(body, 403)).toMatchObject({ outcome: 'declined', retry: 'later' })
  })
})

describe('amounts', () => {
  test("Adyen's own exponents apply where they differ from ISO 4217", () => {
    const rows = [
      ['eur', 1500n, 1500n],
      ['jpy', 1500n, 1500n],
      ['bhd', 1500n, 1500n],
      ['clp', 1500n, 150000n],
      ['isk', 1500n, 150000n],
      ['cve', 1500n, 15n],
      ['idr', 1500n, 15n],
    ] as const
    for (const [currency, ours, theirs] of rows) {
      const wire = { value: theirs, currency: currency.toUpperCase() }
      expect(toWire(money(ours, currency))).toEqual(wire)
      expect(fromWire(wire)).toEqual(money(ours, currency))
    }
  })

  test('what one of the two cannot express is refused, not rounded', () => {
    expect(() => toWire(money(1550, 'cve'))).toThrow('not a whole amount')
    expect(() => fromWire({ value: 150050n, currency: 'ISK' })).toThrow('not a whole amount')
    expect(() => fromWire({ value: 1n, currency: 'XXX' })).toThrow('Unknown currency')
  })
})
