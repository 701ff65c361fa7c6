import { expect, test } from 'vitest'
import { hashKey, type KeyKind, looksLikeKey, newKeyText, redactKey } from './keys.ts'

const kinds: KeyKind[] = ['secret', 'publishable', 'restricted', 'psp', 'operator']

test('a key says what it is and in which mode, and nothing of itself but its end is ever quoted', () => {
  const rows = kinds.flatMap((kind) =>
    [false, true].map((livemode) => {
      const text = newKeyText(kind, livemode)
      expect(looksLikeKey(text)).toBe(true)
      expect(redactKey(text).endsWith(text.slice(-4))).toBe(true)
      expect(redactKey(text)).not.toContain(text.slice(-5))
      return `${kind} ${livemode ? 'live' : 'test'}: ${redactKey(text).slice(0, -4)}`
    }),
  )
  expect(rows.join('\n')).toMatchInlineSnapshot(`
    "secret test: sk_test_********************
    secret live: sk_live_********************
    publishable test: pk_test_********************
    publishable live: pk_live_********************
    restricted test: rk_test_********************
    restricted live: rk_live_********************
    psp test: sk_test_********************
    psp live: sk_live_********************
    operator test: sk_op_********************
    operator live: sk_op_********************"
  `)
})

test('nothing is quoted of a text that is no key: it may be anything', () => {
  expect(redactKey('4242424242424242')).toBe('********')
  expect(redactKey('sk_test_4242424242424242')).toBe('sk_test_********')
  expect(redactKey('')).toBe('********')
})

test('no two keys are alike, and a key is known by its SHA-256', () => {
  const texts = new Set(Array.from({ length: 1000 }, () => newKeyText('secret', false)))
  expect(texts.size).toBe(1000)
  expect(hashKey('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

test.each([
  '',
  'sk_test_',
  'sk_test_short',
  'sk_prod_0123456789abcdefghijABCDEF',
  "sk_test_' or 1=1",
])('what cannot be a key is not looked up: %s', (text) => {
  expect(looksLikeKey(text)).toBe(false)
})
