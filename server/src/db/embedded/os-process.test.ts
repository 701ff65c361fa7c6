import { expect, test } from 'vitest'
import { run } from './os-process.ts'
import './test-support.ts'

const node = (script: string) => run(process.execPath, ['-e', script], undefined)

test('a program that fails is quoted', async () => {
  await expect(node('console.error("disk on fire"); process.exit(3)')).rejects.toThrow(
    /failed \(exit code 3\): disk on fire$/,
  )
})

test('a program that does not run on this system has a way out named', async () => {
  await expect(run('/no/such/program', [], undefined)).rejects.toThrow(
    /^\/no\/such\/program cannot be run here \(.*ENOENT.*set DATABASE_URL/,
  )
})

test('secrets in our environment are not handed on', async () => {
  process.env['SWITCHYARD_TEST_SECRET'] = 'x'
  process.env['PGOPTIONS'] = 'x'
  try {
    await node('process.exit(process.env.SWITCHYARD_TEST_SECRET || process.env.PGOPTIONS ? 1 : 0)')
  } finally {
    delete process.env['SWITCHYARD_TEST_SECRET']
    delete process.env['PGOPTIONS']
  }
})
