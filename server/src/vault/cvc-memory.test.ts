import { expect, test } from 'vitest'
import { openCvcMemory } from './cvc-memory.ts'

function memory(capacity?: number) {
  let now = new Date('2026-06-15T12:00:00Z')
  const clock = { now: () => now }
  return {
    ...openCvcMemory(clock, capacity === undefined ? {} : { capacity }),
    pass: (ms: number) => {
      now = new Date(now.getTime() + ms)
    },
  }
}

test('a code can be taken once', () => {
  const { rememberCvc, takeCvc } = memory()
  rememberCvc('pm_1', '314')
  expect(takeCvc('pm_1')).toBe('314')
  expect(takeCvc('pm_1')).toBeUndefined()
})

test('a code is gone after ten minutes', () => {
  const { rememberCvc, takeCvc, pass } = memory()
  rememberCvc('pm_1', '314')
  rememberCvc('pm_2', '272')
  pass(599_999)
  expect(takeCvc('pm_1')).toBe('314')
  pass(1)
  expect(takeCvc('pm_2')).toBeUndefined()
})

test('the oldest codes go when there are too many', () => {
  const { rememberCvc, takeCvc } = memory(2)
  for (const id of ['pm_1', 'pm_2', 'pm_3']) rememberCvc(id, '314')
  expect(['pm_1', 'pm_2', 'pm_3'].map(takeCvc)).toEqual([undefined, '314', '314'])
})

test('a code typed again replaces the first', () => {
  const { rememberCvc, takeCvc } = memory()
  rememberCvc('pm_1', '314')
  rememberCvc('pm_1', '271')
  expect(takeCvc('pm_1')).toBe('271')
})
