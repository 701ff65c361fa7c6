import { expect, test } from 'vitest'
import { planKills } from './kill-plan.ts'
import { countSteps, planOrders } from './plan.ts'

test('a seed decides all orders and all kills', () => {
  const orders = planOrders('7', 50)
  expect(planOrders('7', 50)).toEqual(orders)
  expect(planOrders('8', 50)).not.toEqual(orders)
  expect(planKills('7', 20, 100)).toEqual(planKills('7', 20, 100))
})

test('an order of a longer drill is the same order', () => {
  expect(planOrders('7', 100).slice(0, 10)).toEqual(planOrders('7', 10))
})

test('orders end in every way, and refunds stay within what was taken unless they race', () => {
  const orders = planOrders('7', 500)
  expect([...new Set(orders.map(({ ending }) => ending))].sort()).toEqual([
    ...['automatic', 'canceled', 'captured', 'held'],
  ])
  for (const { taken, amount, refunds, racing } of orders) {
    expect(taken > 0n && taken <= amount).toBe(true)
    const asked = refunds.reduce((sum, each) => sum + each, 0n)
    if (!racing) expect(asked <= taken).toBe(true)
  }
})

test('ten kills hit everything there is to hit, before the last step is done', () => {
  const steps = countSteps(planOrders('7', 300))
  const kills = planKills('7', 10, steps)
  expect([...new Set(kills.map(({ what }) => what))].sort()).toEqual([
    ...['answer_written', 'answered', 'asking_written', 'backend', 'postmaster', 'server', 'start'],
  ])
  for (const { afterSteps } of kills) expect(afterSteps).toBeLessThan(steps)
})
