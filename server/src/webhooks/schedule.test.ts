import { expect, test } from 'vitest'
import { nextTryAt, readRetryAfter, type Schedule, schedules } from './schedule.ts'

const start = new Date('2026-03-01T00:00:00Z')

/** Each try and when it comes, were all of them to fail at once. */
function timetable(schedule: Schedule, random: number): string {
  const lines: string[] = []
  let at: Date | undefined = start
  for (let tries = 1; at !== undefined; tries++) {
    const seconds = Math.round((at.getTime() - start.getTime()) / 1_000)
    const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60]
    lines.push(`${tries}. ${hours} h ${minutes} min ${seconds % 60} s`)
    at = nextTryAt(schedule, tries, at, random)
  }
  return lines.join('\n')
}

test('live deliveries are tried for three days, as Standard Webhooks has it', () => {
  expect(timetable(schedules.live, 0.5)).toMatchInlineSnapshot(`
    "1. 0 h 0 min 0 s
    2. 0 h 0 min 5 s
    3. 0 h 5 min 5 s
    4. 0 h 35 min 5 s
    5. 2 h 35 min 5 s
    6. 7 h 35 min 5 s
    7. 17 h 35 min 5 s
    8. 31 h 35 min 5 s
    9. 51 h 35 min 5 s
    10. 75 h 35 min 5 s"
  `)
})

test('test deliveries are tried for a few hours', () => {
  expect(timetable(schedules.test, 0.5)).toMatchInlineSnapshot(`
    "1. 0 h 0 min 0 s
    2. 0 h 0 min 5 s
    3. 0 h 1 min 5 s
    4. 0 h 11 min 5 s
    5. 1 h 11 min 5 s
    6. 4 h 11 min 5 s"
  `)
})

test('chance moves a try by a tenth at most', () => {
  const delay = (random: number) =>
    (nextTryAt(schedules.live, 2, start, random)?.getTime() ?? 0) - start.getTime()
  expect([delay(0), delay(0.5), delay(1)]).toEqual([270_000, 300_000, 330_000])
})

test('an endpoint is disabled by its first event that fails throughout, in test mode', () => {
  const shortest = schedules.test.delaysMs.reduce((sum, delay) => sum + delay * 0.9, 0)
  expect(schedules.test.disableAfterMs).toBeLessThan(shortest)
})

test('a receiver can make us wait longer, not shorter, and six hours at most', () => {
  const wait = (retryAfterMs: number) =>
    (nextTryAt(schedules.live, 2, start, 0.5, retryAfterMs)?.getTime() ?? 0) - start.getTime()
  expect([wait(1_000), wait(600_000), wait(30 * 24 * 3_600_000)]).toEqual([
    300_000, 600_000, 21_600_000,
  ])
})

test.each([
  ['120', 120_000],
  ['Sun, 01 Mar 2026 00:01:00 GMT', 60_000],
  ['Sat, 28 Feb 2026 00:00:00 GMT', 0],
  ['soon', 0],
  ['-5', 0],
])('Retry-After: %s asks for %d ms', (header, expected) => {
  expect(readRetryAfter(header, start)).toBe(expected)
})
