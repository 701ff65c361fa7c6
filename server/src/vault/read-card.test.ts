import { expect, test } from 'vitest'
import { Problem } from '../kernel/index.ts'
import { type CardInput, readCard } from './read-card.ts'

const now = new Date('2026-06-15T12:00:00Z')
const good: CardInput = { number: '4242424242424242', expMonth: 6, expYear: 2027, cvc: '123' }

function read(changes: Partial<CardInput>, { livemode = false, at = now } = {}): string {
  try {
    const { expMonth, expYear } = readCard({ ...good, ...changes }, { now: at, livemode })
    return `good until ${expMonth}/${expYear}`
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return [error.code, error.param, error.details['decline_code'], error.message].join(' | ')
  }
}

const table = (inputs: readonly Partial<CardInput>[]) =>
  inputs.map((input) => `${JSON.stringify(input)} ${read(input)}`).join('\n')

test('numbers: not digits is invalid; a wrong length or check digit is incorrect', () => {
  const numbers = [
    '4242 4242-4242 4242',
    '4242424242424241',
    '42424242424242',
    '4',
    '',
    'abcd',
    '4242x4242',
    '٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢',
    '6200000000000005',
    '6200000000000006',
    '42424242424242424242424242',
  ]
  expect(table(numbers.map((number) => ({ number })))).toMatchInlineSnapshot(`
    "{"number":"4242 4242-4242 4242"} good until 6/2027
    {"number":"4242424242424241"} incorrect_number | number |  | Your card number is incorrect.
    {"number":"42424242424242"} incorrect_number | number |  | Your card number is incorrect.
    {"number":"4"} incorrect_number | number |  | Your card number is incorrect.
    {"number":""} invalid_number | number |  | The card number is not a valid credit card number.
    {"number":"abcd"} invalid_number | number |  | The card number is not a valid credit card number.
    {"number":"4242x4242"} invalid_number | number |  | The card number is not a valid credit card number.
    {"number":"٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢"} invalid_number | number |  | The card number is not a valid credit card number.
    {"number":"6200000000000005"} good until 6/2027
    {"number":"6200000000000006"} incorrect_number | number |  | Your card number is incorrect.
    {"number":"42424242424242424242424242"} incorrect_number | number |  | Your card number is incorrect."
  `)
})

test('expiry: two or four digits, this month at the earliest, in fifty years at the latest', () => {
  expect(
    table([
      { expMonth: 6, expYear: 2026 },
      { expMonth: 5, expYear: 2026 },
      { expMonth: '06', expYear: '26' },
      { expMonth: '5', expYear: '26' },
      { expMonth: 12, expYear: 2025 },
      { expMonth: 12, expYear: 25 },
      { expMonth: 12, expYear: 95 },
      { expMonth: 12, expYear: 76 },
      { expMonth: 12, expYear: 77 },
      { expMonth: 12, expYear: 2077 },
      { expMonth: 0, expYear: 2027 },
      { expMonth: 13, expYear: 2027 },
      { expMonth: -1, expYear: 2027 },
      { expMonth: 1.5, expYear: 2027 },
      { expMonth: '', expYear: 2027 },
      { expMonth: 1, expYear: '' },
      { expMonth: 1, expYear: 'x' },
      { expMonth: 1, expYear: 20270 },
    ]),
  ).toMatchInlineSnapshot(`
    "{"expMonth":6,"expYear":2026} good until 6/2026
    {"expMonth":5,"expYear":2026} invalid_expiry_month | exp_month |  | Your card's expiration month is invalid.
    {"expMonth":"06","expYear":"26"} good until 6/2026
    {"expMonth":"5","expYear":"26"} invalid_expiry_month | exp_month |  | Your card's expiration month is invalid.
    {"expMonth":12,"expYear":2025} invalid_expiry_year | exp_year |  | Your card's expiration year is invalid.
    {"expMonth":12,"expYear":25} invalid_expiry_year | exp_year |  | Your card's expiration year is invalid.
    {"expMonth":12,"expYear":95} invalid_expiry_year | exp_year |  | Your card's expiration year is invalid.
    {"expMonth":12,"expYear":76} good until 12/2076
    {"expMonth":12,"expYear":77} invalid_expiry_year | exp_year |  | Your card's expiration year is invalid.
    {"expMonth":12,"expYear":2077} invalid_expiry_year | exp_year |  | Your card's expiration year is invalid.
    {"expMonth":0,"expYear":2027} invalid_expiry_month | exp_month |  | Your card's expiration month is invalid.
    {"expMonth":13,"expYear":2027} invalid_expiry_month | exp_month |  | Your card's expiration month is invalid.
    {"expMonth":-1,"expYear":2027} invalid_expiry_month | exp_month |  | Your card's expiration month is invalid.
    {"expMonth":1.5,"expYear":2027} invalid_expiry_month | exp_month |  | Your card's expiration month is invalid.
    {"expMonth":"","expYear":2027} invalid_expiry_month | exp_month |  | Your card's expiration month is invalid.
    {"expMonth":1,"expYear":""} invalid_expiry_year | exp_year |  | Your card's expiration year is invalid.
    {"expMonth":1,"expYear":"x"} invalid_expiry_year | exp_year |  | Your card's expiration year is invalid.
    {"expMonth":1,"expYear":20270} invalid_expiry_year | exp_year |  | Your card's expiration year is invalid."
  `)
})

test('a card is good through the last moment of its month', () => {
  const card = { expMonth: 12, expYear: 2026 }
  expect(read(card, { at: new Date('2026-12-31T23:59:59.999Z') })).toBe('good until 12/2026')
  expect(read(card, { at: new Date('2027-01-01T00:00:00Z') })).toMatch(/^invalid_expiry_year/)
  expect(read({ expYear: 5 }, { at: new Date('2098-01-01T00:00:00Z') })).toBe('good until 6/2105')
})

test('the security code has four digits on American Express and three elsewhere', () => {
  const amex = '378282246310005'
  expect(
    table([
      { cvc: '99' },
      { cvc: '1234' },
      { cvc: '12a' },
      { cvc: '' },
      { number: amex, cvc: '1234' },
      { number: amex, cvc: '123' },
    ]),
  ).toMatchInlineSnapshot(`
    "{"cvc":"99"} invalid_cvc | cvc |  | Your card's security code is invalid.
    {"cvc":"1234"} invalid_cvc | cvc |  | Your card's security code is invalid.
    {"cvc":"12a"} invalid_cvc | cvc |  | Your card's security code is invalid.
    {"cvc":""} invalid_cvc | cvc |  | Your card's security code is invalid.
    {"number":"378282246310005","cvc":"1234"} good until 6/2027
    {"number":"378282246310005","cvc":"123"} invalid_cvc | cvc |  | Your card's security code is invalid."
  `)
})

test('test cards stay out of live mode, and other cards out of test mode', () => {
  expect(read({ number: '4242424242424242' }, { livemode: true })).toMatchInlineSnapshot(
    `"card_declined |  | live_mode_test_card | Your card was declined. Your request was in live mode, but used a known test card."`,
  )
  expect(read({ number: '4539578763621486' }, { livemode: false })).toMatchInlineSnapshot(
    `"card_declined |  | test_mode_live_card | Your card was declined. Your request was in test mode, but used a non test card."`,
  )
  expect(read({ number: '4539578763621486' }, { livemode: true })).toBe('good until 6/2027')
  expect(read({ number: '4242424242420000' }, { livemode: false })).toMatchInlineSnapshot(
    `"good until 6/2027"`,
  )
})

test('no refusal repeats what was typed', () => {
  const secrets = { number: '4242424242424241', cvc: '98765', expMonth: '77', expYear: '1888' }
  for (const [field, value] of Object.entries(secrets)) {
    expect(read({ [field]: value })).not.toContain(value)
  }
})
