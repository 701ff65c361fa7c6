import { expect, test } from 'vitest'
import { holdsCardNumber, starred } from './card-numbers.ts'

test.each([
  '4242424242424242',
  '4242 4242 4242 4242',
  '4242-4242-4242-4242',
  '4242.4242.4242.4242',
  '378282246310005',
  '3782 822463 10005',
  '5555555555554444',
  '2223003122003222',
  '6011111111111117',
  '3566002020360505',
  '6205500000000000004',
  'paid by phone, card 4242424242424242.',
  'card:4242424242424242;exp=12/50',
  'of 2026-01-01 4242 4242 4242 4242',
  '1111 4242 4242 4242 4242',
  'card_4242424242424242',
])('a card number is found: %s', (text) => {
  expect(holdsCardNumber(text)).toBe(true)
})

test.each([
  ['a wrong check digit', '4242424242424241'],
  ['an order at a shop, of 13 digits', '4502165258475'],
  ['microseconds', '1764000000000004'],
  ['the identity of a telephone', '356938035643809'],
  ['a part of a longer number', '42424242424242424242'],
  ['a part of a word', 'x4242424242424242'],
  ['a hash', 'a4242424242424242f'],
  ['a telephone', '+46 8 123 456 78 90 12'],
  ['no number', 'nothing at all to see here'],
])('what only resembles one is not: %s', (_what, text) => {
  expect(holdsCardNumber(text)).toBe(false)
})

test('what could be one is starred out, right or mistyped, and dates and amounts are not', () => {
  expect(starred('4242 4242-4242+4241, 4242424242424')).toBe('*******************, *************')
  expect(starred('2026-01-01 12:00, 99999999, 253402300799')).toBe(
    '2026-01-01 12:00, 99999999, 253402300799',
  )
})
