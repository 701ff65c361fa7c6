import { expect, test } from 'vitest'
import { randomKey, secretKey } from './aead.ts'
import { fingerprintOf } from './fingerprint.ts'

const key = secretKey(Buffer.from('01'.repeat(32), 'hex'))

test('a fingerprint is sixteen base-62 digits, the same for the same number', () => {
  expect(fingerprintOf(key, '4242424242424242')).toMatchInlineSnapshot(`"XdeYh0wgMNsLKZvI"`)
  expect(fingerprintOf(key, '4242424242424242')).toMatch(/^[0-9A-Za-z]{16}$/)
})

test('it covers the whole number and depends on the key', () => {
  const others = [
    fingerprintOf(key, '4242424242424242'),
    fingerprintOf(key, '4242424242424243'),
    fingerprintOf(key, '424242424242424'),
    fingerprintOf(secretKey(randomKey()), '4242424242424242'),
  ]
  expect(new Set(others).size).toBe(4)
})
