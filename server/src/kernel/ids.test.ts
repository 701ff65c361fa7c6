import { expect, test } from 'vitest'
import { firstIdAt, idLagMs, newId } from './ids.ts'

test('ids sort in the order they were made, also within a millisecond', () => {
  const now = Date.now()
  const ids = Array.from({ length: 10_000 }, () => newId('x', now))
  expect(new Set(ids).size).toBe(10_000)
  expect([...ids].sort()).toEqual(ids)
})

test('an id lies after the bound of its time, and within the lag before a later one', () => {
  const now = new Date()
  newId('x', now.getTime() + idLagMs / 2)
  const id = newId('x', now.getTime())
  expect(id > firstIdAt('x', now)).toBe(true)
  expect(id < firstIdAt('x', new Date(now.getTime() + idLagMs))).toBe(true)
})

test('history keeps its place, whenever it is written', () => {
  const now = Date.now()
  newId('x', now)
  const [old, older] = [newId('x', now - 86_400_000), newId('x', now - 2 * 86_400_000)]
  expect(older < old).toBe(true)
  expect(old < newId('x', now)).toBe(true)
  expect(older < firstIdAt('x', new Date(now - 86_400_000))).toBe(true)
})
