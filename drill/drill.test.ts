import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { breaks } from './controls.ts'

const main = fileURLToPath(new URL('main.ts', import.meta.url))
/** Most of it is waiting for processes to start; on a machine with much else to do that takes its time. */
const timeout = 300_000

/** Runs the command as people do. @returns its exit code and the JSON on its last line */
function drill(...options: string[]) {
  return new Promise<{ exitCode: number; told: Record<string, unknown>; output: string }>(
    (resolve) => {
      execFile(process.execPath, [main, '--json', ...options], (error, stdout, stderr) => {
        const [last = '{}'] = stdout.trimEnd().split('\n').slice(-1)
        const told = last.startsWith('{') ? JSON.parse(last) : {}
        resolve({ exitCode: Number(error?.code ?? 0), told, output: `${stdout}\n${stderr}` })
      })
    },
  )
}

test.concurrent(
  'whatever dies and whoever misbehaves, every promise holds',
  async ({ expect }) => {
    const { exitCode, told, output } = await drill('--quick', '--seed', '11')
    expect(exitCode, output).toBe(0)
    const { passed, kills, events, faults, broken } = told as {
      passed: boolean
      kills: Record<string, number>
      events: number
      faults: Record<string, number>
      broken: Record<string, number>
    }
    expect(passed).toBe(true)
    expect(Object.values(broken)).toEqual(Array.from({ length: 12 }, () => 0))
    expect(sum(kills)).toBeGreaterThanOrEqual(10)
    expect(sum(faults)).toBeGreaterThan(100)
    expect(events).toBeGreaterThan(1_000)
  },
  timeout,
)

test.concurrent(
  'a drill with a bug switched in sees what the bug breaks, and fails',
  async ({ expect }) => {
    const { exitCode, told, output } = await drill('--controls', '--seed', '11')
    expect(exitCode, output).toBe(0)
    expect(told).toMatchObject({ caught: { 'fresh-key': true, 'timeout-is-failure': true } })
    for (const promise of Object.values(breaks)) {
      expect(output).toMatch(new RegExp(`^BROKEN +\\d+ +${promise}$`, 'm'))
    }
  },
  timeout,
)

test('wrong usage is told, and starts nothing', async () => {
  const { exitCode, output } = await drill('--payments', 'many')
  expect(exitCode).toBe(2)
  expect(output).toContain("--payments is a whole number from 1, not 'many'.")
})

const sum = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((total, count) => total + count, 0)
