import { randomBytes } from 'node:crypto'
import { getHeapSnapshot } from 'node:v8'
import { expect, test } from 'vitest'
import { openCvcMemory } from './cvc-memory.ts'

function memory(capacity?: number) {
  let now = new Date('2026-06-15T12:00:00Z')
  const clock = { now: () => now }
  return {
    ...openCvcMemory(clock, capacity === undefined ? {} : { capacity }),
    pass: (ms: number) => {
      now = new Date(now.getTime() + ms)
    },
  }
}

test('a code can be taken once', () => {
  const { rememberCvc, takeCvc } = memory()
  rememberCvc('pm_1', '314')
  expect(takeCvc('pm_1')).toBe('314')
  expect(takeCvc('pm_1')).toBeUndefined()
})

test('a code is gone after ten minutes', () => {
  const { rememberCvc, takeCvc, pass } = memory()
  rememberCvc('pm_1', '314')
  rememberCvc('pm_2', '272')
  pass(599_999)
  expect(takeCvc('pm_1')).toBe('314')
  pass(1)
  expect(takeCvc('pm_2')).toBeUndefined()
})

test('the oldest codes go when there are too many', () => {
  const { rememberCvc, takeCvc } = memory(2)
  for (const id of ['pm_1', 'pm_2', 'pm_3']) rememberCvc(id, '314')
  expect(['pm_1', 'pm_2', 'pm_3'].map(takeCvc)).toEqual([undefined, '314', '314'])
})

test('a code typed again replaces the first', () => {
  const { rememberCvc, takeCvc } = memory()
  rememberCvc('pm_1', '314')
  rememberCvc('pm_1', '271')
  expect(takeCvc('pm_1')).toBe('271')
})

test('a heap snapshot shows no code that is kept, though it would show one in a plain map', async () => {
  const { rememberCvc, takeCvc } = memory()
  const plain = new Map<string, string>()
  // The codes are known to this test only as bytes, which are no part of a heap snapshot.
  const [kept, shown] = [randomBytes(12), randomBytes(12)]
  rememberCvc('pm_1', kept.toString('hex'))
  plain.set('pm_1', shown.toString('hex'))
  await endOfTurn()
  const snapshot = await heapSnapshot()
  expect(snapshot.includes(Buffer.from(shown.toString('hex')))).toBe(true)
  expect(snapshot.includes(Buffer.from(kept.toString('hex')))).toBe(false)
  expect(takeCvc('pm_1')).toBe(kept.toString('hex'))
  expect(plain.size).toBe(1)
})

test('a code is the same before and after it is sealed', async () => {
  const { rememberCvc, takeCvc } = memory(2)
  for (const id of ['pm_1', 'pm_2', 'pm_3']) rememberCvc(id, '314')
  rememberCvc('pm_3', '271')
  expect(takeCvc('pm_3')).toBe('271')
  await endOfTurn()
  expect(['pm_1', 'pm_2', 'pm_2', 'pm_3'].map(takeCvc)).toEqual([
    ...[undefined, '314', undefined, undefined],
  ])
})

const endOfTurn = () => new Promise((resolve) => setImmediate(resolve))

async function heapSnapshot(): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of getHeapSnapshot()) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}
