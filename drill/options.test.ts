import { expect, test } from 'vitest'
import { readOptions } from './options.ts'

test('without options it is ten thousand payments, more than a hundred kills, and a seed of its own', () => {
  expect(readOptions([])).toMatchObject({ payments: 10_000, kills: 110, deadlineMs: undefined })
  expect(readOptions([]).seed).toMatch(/^\d+$/)
})

test('a quick one is small, and what is named beside it holds', () => {
  expect(readOptions(['--quick', '--kills', '3', '--seed', 'x', '--json'])).toMatchObject({
    ...{ payments: 300, kills: 3, seed: 'x', json: true, controls: false },
  })
})

test.each([
  [['--payments', 'many'], "--payments is a whole number from 1, not 'many'."],
  [['--kills', '-1'], /--kills/],
  [['--control', 'sleep'], /--control is one of fresh-key, timeout-is-failure, not 'sleep'/],
  [['--quik'], /--quik/],
])('%s is refused by name', (args, message) => {
  expect(() => readOptions(args)).toThrow(message)
})
