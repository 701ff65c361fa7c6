import { describe, expect, test } from 'vitest'
import type { Problem } from '../kernel/index.ts'
import type { Caller } from '../tenants/index.ts'
import { openBudgets } from './budgets.ts'

const limits = {
  psp: { requests_per_second: 20, concurrent: 6 },
  key: { requests_per_second: 10, concurrent: 4 },
}
const psps = new Map(['one', 'two'].map((id) => [id, { id, settings: { limits } }]))

/** A caller as authentication makes them: the directory hands out the same PSP for a while. */
function caller(psp: string, keyId: string): Caller {
  return { as: 'psp', psp: psps.get(psp), keyId, livemode: false } as unknown as Caller
}

function refused(enter: () => unknown): string {
  try {
    enter()
    return 'let in'
  } catch (error) {
    return String((error as Problem).details['limited_by'])
  }
}

describe('a budget', () => {
  test('lets a key make a second’s requests at once, then as many a second', () => {
    let now = 0
    const budgets = openBudgets(() => now)
    const ask = () => refused(() => budgets.enter(caller('one', 'a'))())
    const burst = Array.from({ length: 11 }, ask)
    expect(burst.lastIndexOf('let in')).toBe(9)
    expect(burst[10]).toBe('endpoint-rate')
    now += 100
    expect([ask(), ask()]).toEqual(['let in', 'endpoint-rate'])
    now += 3_600_000
    expect(Array.from({ length: 11 }, ask).lastIndexOf('let in')).toBe(9)
  })

  test('of a PSP is shared by its keys, and another PSP’s is its own', () => {
    const budgets = openBudgets(() => 0)
    const ask = (psp: string, key: string) => refused(() => budgets.enter(caller(psp, key))())
    const flood = ['a', 'b', 'c'].flatMap((key) =>
      Array.from({ length: 10 }, () => ask('one', key)),
    )
    expect(flood.filter((outcome) => outcome === 'let in')).toHaveLength(20)
    expect(flood.at(-1)).toBe('global-rate')
    expect(ask('two', 'd')).toBe('let in')
  })

  test('counts what is in progress, and gives a place back when it is done', () => {
    const budgets = openBudgets(() => 0)
    const enter = (key: string) => budgets.enter(caller('one', key))
    const places = Array.from({ length: 4 }, () => enter('a'))
    expect(refused(() => enter('a'))).toBe('endpoint-concurrency')
    const others = [enter('b'), enter('b')]
    expect(refused(() => enter('b'))).toBe('global-concurrency')
    for (const leave of [...places, ...others]) leave()
    expect(refused(() => enter('a'))).toBe('let in')
  })

  test('a refusal spends nothing', () => {
    let now = 0
    const budgets = openBudgets(() => now)
    for (let asked = 0; asked < 100; asked++) refused(() => budgets.enter(caller('one', 'a'))())
    now += 1_000
    expect(refused(() => budgets.enter(caller('one', 'b'))())).toBe('let in')
  })

  test('an operator has none', () => {
    const budgets = openBudgets(() => 0)
    const operator = { as: 'operator', keyId: 'o' } as Caller
    for (let asked = 0; asked < 1_000; asked++)
      expect(refused(() => budgets.enter(operator))).toBe('let in')
  })
})
