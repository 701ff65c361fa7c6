import { expect, test } from 'vitest'
import { shortCache } from './cache.ts'

const at = (ms: number) => new Date(1_700_000_000_000 + ms)

function counted(values: Record<string, number | undefined>, options = {}) {
  const loads: string[] = []
  const cache = shortCache(async (key) => {
    loads.push(key)
    return values[key]
  }, options)
  return { cache, loads, values }
}

test('a value is loaded once and again when its life is over', async () => {
  const { cache, loads, values } = counted({ a: 1 })
  await Promise.all([cache.get('a', at(0)), cache.get('a', at(0))])
  values['a'] = 2
  expect(await cache.get('a', at(4_999))).toBe(1)
  expect(loads).toEqual(['a'])
  expect(await cache.get('a', at(5_000))).toBe(2)
})

test('what was missing is asked for again after a second', async () => {
  const { cache, values } = counted({})
  expect(await cache.get('a', at(0))).toBeUndefined()
  values['a'] = 1
  expect(await cache.get('a', at(999))).toBeUndefined()
  expect(await cache.get('a', at(1_000))).toBe(1)
})

test('a flood of invented keys pushes no real one out', async () => {
  const { cache, loads } = counted({ real: 1 }, { size: 10 })
  await cache.get('real', at(0))
  for (let i = 0; i < 100; i++) await cache.get(`invented ${i}`, at(1))
  await cache.get('real', at(2))
  expect(loads.filter((key) => key === 'real')).toHaveLength(1)
})

test('it holds no more than its size', async () => {
  const { cache, loads } = counted({ a: 1, b: 2, c: 3 }, { size: 2 })
  for (const key of ['a', 'b', 'c', 'c', 'b', 'a']) await cache.get(key, at(0))
  expect(loads).toEqual(['a', 'b', 'c', 'a'])
})

test('what is forgotten while it is being loaded is loaded anew', async () => {
  const answers: ((value: string) => void)[] = []
  const cache = shortCache(() => new Promise<string>((resolve) => answers.push(resolve)))
  const before = cache.get('a', at(0))
  cache.forget('a')
  const after = cache.get('a', at(0))
  answers[0]?.('old')
  answers[1]?.('new')
  expect(await before).toBe('old')
  expect(await after).toBe('new')
  expect(await cache.get('a', at(1))).toBe('new')
})

test('a failed load is not kept', async () => {
  let fails = true
  const cache = shortCache(async () => {
    if (fails) throw new Error('the database is away')
    return 1
  })
  await expect(cache.get('a', at(0))).rejects.toThrow('away')
  fails = false
  expect(await cache.get('a', at(0))).toBe(1)
})

test('a clock set back does not make a value live longer', async () => {
  const { cache, loads } = counted({ a: 1 })
  await cache.get('a', at(60_000))
  await cache.get('a', at(0))
  expect(loads).toHaveLength(2)
})
