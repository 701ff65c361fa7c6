import { execFile } from 'node:child_process'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

/** Stands where npm stands on the PATH: reports what the test wants to have happened. */
const npm = `#!/usr/bin/env bash
echo "npm $1"
case "$1" in
  ci) exit "$INSTALL_EXIT" ;;
  test) [ -z "$TESTS" ] || printf %s "$TESTS" > "\${5#--outputFile.json=}"; exit "$TESTS_EXIT" ;;
  run) [ -z "$GUARDS" ] || printf %s "$GUARDS" > "$5"; exit "$GUARDS_EXIT" ;;
esac
`

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((test) => ({ status: test })),
})
const report = (...testResults: object[]) => JSON.stringify({ testResults })
const guards = (passed: number, failed: number) => JSON.stringify({ passed, failed })

const green = {
  INSTALL_EXIT: '0',
  TESTS: report(file('passed', 'passed', 'passed', 'skipped'), file('passed', 'passed')),
  TESTS_EXIT: '0',
  GUARDS: guards(7, 0),
  GUARDS_EXIT: '0',
}

async function ci(happened: Partial<typeof green>): Promise<{ exit: number; lastLine: string }> {
  const root = await mkdtemp(join(tmpdir(), 'switchyard-ci-'))
  onTestFinished(() => rm(root, { recursive: true }))
  await cp(join(import.meta.dirname, '../.ci'), join(root, '.ci'), { recursive: true })
  await writeFile(join(root, 'npm'), npm, { mode: 0o755 })
  const env = { ...process.env, ...green, ...happened, PATH: `${root}:${process.env['PATH']}` }
  return new Promise((resolve, reject) => {
    execFile(join(root, '.ci/run'), { env }, (error, stdout) => {
      const exit = error === null ? 0 : error.code
      if (typeof exit !== 'number') return reject(error)
      resolve({ exit, lastLine: stdout.trimEnd().split('\n').at(-1) ?? '' })
    })
  })
}

test.for<[string, Partial<typeof green>, number, string]>([
  ['all is well', {}, 0, '10 passed, 0 failed'],
  ['the install fails', { INSTALL_EXIT: '1' }, 1, '0 passed, 1 failed'],
  [
    'a test fails',
    { TESTS: report(file('failed', 'passed', 'failed')), TESTS_EXIT: '1' },
    1,
    '8 passed, 1 failed',
  ],
  [
    'a test file cannot be read',
    { TESTS: report(file('failed'), file('passed', 'passed')), TESTS_EXIT: '1' },
    1,
    '8 passed, 1 failed',
  ],
  ['an error escapes every test', { TESTS_EXIT: '1' }, 1, '10 passed, 1 failed'],
  ['no test ran', { TESTS: report() }, 1, '7 passed, 1 failed'],
  ['every test was skipped', { TESTS: report(file('passed', 'skipped')) }, 1, '7 passed, 1 failed'],
  ['the tests died without a report', { TESTS: '', TESTS_EXIT: '137' }, 1, '7 passed, 1 failed'],
  ['guards fail', { GUARDS: guards(5, 2), GUARDS_EXIT: '1' }, 1, '8 passed, 2 failed'],
  ['the check died without a report', { GUARDS: '', GUARDS_EXIT: '1' }, 1, '3 passed, 1 failed'],
])('when %s, .ci/run says so in its exit code and its last line', async (row) => {
  const [, happened, exit, lastLine] = row
  expect(await ci(happened)).toEqual({ exit, lastLine })
})
