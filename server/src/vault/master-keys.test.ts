import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { localMasterKeys, newDemoMasterKey, parseMasterKeys, unfitForLive } from './master-keys.ts'

const random = () => randomBytes(32).toString('base64')
const context = ['data key', 'psp_1', true, 'encryption', 'dk_1']

test('what one master key wrapped unwraps after another has become current', async () => {
  const old = random()
  const before = localMasterKeys(parseMasterKeys(old))
  const { keyId, wrapped } = await before.wrap(Buffer.from('secret'), context)

  const after = localMasterKeys(parseMasterKeys(`2027:${random()}, ${old}`))
  expect(after.current).toBe('2027')
  expect((await after.unwrap(keyId, wrapped, context)).toString()).toBe('secret')
})

test('a wrapped key unwraps only in its own context and under its own master key', async () => {
  const keys = localMasterKeys(parseMasterKeys(`a:${random()},b:${random()}`))
  const { wrapped } = await keys.wrap(Buffer.from('secret'), context)
  await expect(
    keys.unwrap('a', wrapped, ['data key', 'psp_2', true, 'encryption', 'dk_1']),
  ).rejects.toThrow()
  await expect(keys.unwrap('b', wrapped, context)).rejects.toThrow()
  await expect(keys.unwrap('c', wrapped, context)).rejects.toThrow(
    'Master key c is not configured.',
  )
})

test('an unnamed key keeps its name wherever it stands', () => {
  const key = random()
  expect(parseMasterKeys(key)[0]?.id).toBe(parseMasterKeys(`new:${random()},${key}`)[1]?.id)
})

test.each([
  ['', 'Master key 1 is not 32 bytes in base64.'],
  [`a:${random()},b:tooshort`, 'Master key 2 is not 32 bytes in base64.'],
  [`a b:${random()}`, 'The name of master key 1 is not 1 to 64 letters, digits, - or _.'],
  [`a:${random()},a:${random()}`, 'Two master keys are called a.'],
])('refuses %j and never quotes a key', (text, message) => {
  expect(() => parseMasterKeys(text)).toThrow(message)
})

test('live cards may depend on a random key, not on a demo key or a made-up one', () => {
  const demo = newDemoMasterKey()
  const zeros = Buffer.alloc(32).toString('base64')
  expect(unfitForLive(parseMasterKeys(random()))).toEqual([])
  expect(unfitForLive(parseMasterKeys(`${random()},${demo},z:${zeros}`))).toEqual([
    expect.stringMatching(/^Master key demo-[0-9a-f]{8} was made for a demo\.$/),
    'Master key z is not random.',
  ])
})
