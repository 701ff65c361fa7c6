import { expect, test } from 'vitest'
import { delayBefore, keepRunning } from './keep-running.ts'
import type { Exit } from './os-process.ts'

test('the first restart is at once, the later ones ever slower, none after more than 10 s', () => {
  expect([0, 1, 2, 3, 7, 8, 50, 2000].map(delayBefore)).toEqual([
    0, 100, 200, 400, 6400, 10_000, 10_000, 10_000,
  ])
})

/** Processes that live until the test ends them, or fail to start as told. */
function factory(failingStarts: number[]) {
  const living: { end(exit: Exit): void }[] = []
  let starts = 0
  const start = async () => {
    starts++
    if (failingStarts.includes(starts)) throw new Error(`start ${starts} failed`)
    const { promise: exited, resolve: end } = Promise.withResolvers<Exit>()
    living.push({ end })
    const stop = async () => end({ code: 0, signal: null })
    return { pid: starts, exited, stop }
  }
  return { start, killLast: () => living.at(-1)?.end({ code: null, signal: 'SIGKILL' }) }
}

test('failed restarts are told and tried again until one succeeds', async () => {
  const { start, killLast } = factory([2, 3])
  const told: string[] = []
  const again = Promise.withResolvers<void>()
  const kept = await keepRunning(start, (line) => {
    told.push(line)
    if (line.includes('runs again')) again.resolve()
  })
  killLast()
  await again.promise
  expect(kept.current().pid).toBe(4)
  expect(told).toEqual([
    'PostgreSQL ended unexpectedly (SIGKILL), starting it again',
    'start 2 failed',
    'start 3 failed',
    'PostgreSQL runs again (process 4)',
  ])
  await kept.stop()
})

test('a stop ends the wait for the next try', async () => {
  const { start, killLast } = factory(Array.from({ length: 98 }, (_, index) => index + 2))
  const failing = Promise.withResolvers<void>()
  const kept = await keepRunning(start, (line) => {
    if (line === 'start 6 failed') failing.resolve()
  })
  killLast()
  await failing.promise
  const before = performance.now()
  await kept.stop()
  expect(performance.now() - before).toBeLessThan(1_000)
})

test('what the first start throws is for the caller', async () => {
  await expect(keepRunning(factory([1]).start, () => {})).rejects.toThrow('start 1 failed')
})
