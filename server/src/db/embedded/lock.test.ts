import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DataDirInUse, lockFiles, takeLock } from './lock.ts'
import { inOtherProcess, type OtherProcess, temporaryFolder } from './test-support.ts'

/** Prints `locked`, and keeps it, or the pid that is in the way. */
function contender(data: string): OtherProcess {
  return inOtherProcess(
    `const { takeLock } = await import(here + 'lock.ts')
    try {
      await takeLock(${JSON.stringify(data)}, '/the/dir')
      console.log('locked')
      setInterval(() => {}, 1e6)
    } catch (error) {
      console.log(error.pid)
    }`,
  )
}

test('a second taker is told the directory and the pid that holds it', async () => {
  const data = join(await temporaryFolder(), 'postgres')
  const lock = await takeLock(data, '/the/dir')
  const refusal = await takeLock(data, '/the/dir').catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(DataDirInUse)
  expect(refusal).toMatchObject({ dataDir: '/the/dir', pid: process.pid })
  expect(String(refusal)).toContain(`/the/dir is in use by process ${process.pid}`)
  await lock.release()
})

test('a refused taker in the same process does not loosen the lock for other processes', async () => {
  const data = join(await temporaryFolder(), 'postgres')
  const lock = await takeLock(data, '/the/dir')
  await expect(takeLock(data, '/the/dir')).rejects.toBeInstanceOf(DataDirInUse)
  expect(await contender(data).firstLine()).toBe(String(process.pid))
  await lock.release()
  expect(await contender(data).firstLine()).toBe('locked')
})

test('the lock is gone with a holder that was killed', async () => {
  const data = join(await temporaryFolder(), 'postgres')
  const holder = contender(data)
  expect(await holder.firstLine()).toBe('locked')
  holder.process.kill('SIGKILL')
  await once(holder.process, 'exit')
  const lock = await takeLock(data, '/the/dir')
  await lock.release()
})

test('of five that start at the same moment exactly one wins, and the others name it', async () => {
  const data = join(await temporaryFolder(), 'postgres')
  const contenders = Array.from({ length: 5 }, () => contender(data))
  const answers = await Promise.all(contenders.map(({ firstLine }) => firstLine()))
  const winner = contenders[answers.indexOf('locked')]?.process.pid
  expect(answers.toSorted()).toEqual([...Array(4).fill(String(winner)), 'locked'])
})

test.skipIf(process.platform === 'win32')('no other user can open the lock file', async () => {
  const data = join(await temporaryFolder(), 'postgres')
  const lock = await takeLock(data, '/the/dir')
  expect((await stat(lockFiles(data)[0])).mode & 0o777).toBe(0o600)
  await lock.release()
})
