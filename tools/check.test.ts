import { execFile } from 'node:child_process'
import { cp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkout } from './guards/fixture.ts'

interface Finished {
  readonly exit: number
  readonly stdout: string
}

/** Runs the check in a checkout of its own that has one file too long. */
async function check(...args: string[]): Promise<Finished & { root: string }> {
  const root = await checkout({ 'bench/long.ts': '// a line\n'.repeat(500) })
  await cp(import.meta.dirname, join(root, 'tools'), { recursive: true })
  // It has nothing generated in it.
  await rm(join(root, 'tools/drift.ts'))
  const finished = await new Promise<Finished>((resolve, reject) => {
    execFile(process.execPath, ['tools/check.ts', ...args], { cwd: root }, (error, stdout) => {
      const exit = error === null ? 0 : error.code
      if (typeof exit === 'number') resolve({ exit, stdout })
      else reject(error)
    })
  })
  return { ...finished, root }
}

test('a failed guard fails the check, says why, and is counted', async () => {
  const { exit, stdout, root } = await check('source-size', 'drift', '--json', 'counts.json')
  expect(exit).toBe(1)
  expect(stdout).toMatch(/^ok +drift +\d+\.\d s /m)
  expect(stdout).toMatch(/^FAILED source-size +\d+\.\d s .*\n {2}bench\/long\.ts has 500 lines/m)
  expect(JSON.parse(await readFile(join(root, 'counts.json'), 'utf8'))).toEqual({
    passed: 1,
    failed: 1,
  })
})

test('guards that hold pass the check', async () => {
  expect((await check('drift')).exit).toBe(0)
})

test('a guard that does not exist is refused by name, with those that do', async () => {
  const { exit, stdout } = await check('sources')
  expect(exit).toBe(1)
  expect(stdout).toContain('no guard is called sources')
  expect(stdout).toContain('source-size')
})
