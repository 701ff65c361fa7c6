import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from '../kernel/index.ts'
import { expiringMap } from './expiring-map.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('what has expired leaves memory soon, although nobody asks for it', () => {
  const map = expiringMap<string>(systemClock, { lifetimeMs: 1_000, capacity: 10 })
  map.set('a', 'early')
  vi.advanceTimersByTime(600)
  map.set('b', 'late')
  vi.advanceTimersByTime(500)
  expect([map.get('a'), map.get('b'), map.size]).toEqual([undefined, 'late', 1])
  vi.advanceTimersByTime(500)
  expect([map.get('b'), map.size]).toEqual([undefined, 1])
  vi.advanceTimersByTime(100)
  expect(map.size).toBe(0)
  expect(vi.getTimerCount()).toBe(0)
})
