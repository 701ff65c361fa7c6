import fc from 'fast-check'
import { expect, test } from 'vitest'
import { randomKey, secretKey } from './aead.ts'
import { type Place, SealBroken, seal, sealingKeyId, unseal } from './sealing.ts'

const key = { id: 'dk_one', secret: secretKey(randomKey()) }
const scope = { pspId: 'psp_1', merchantId: 'acct_1', livemode: true }
const place: Place = { scope, purpose: 'card', recordId: 'pm_1' }

test('any text opens in its own place', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(unseal(key, place, seal(key, place, text))).toBe(text)
    }),
  )
})

test('the same number never looks the same', () => {
  expect(seal(key, place, '4242424242424242')).not.toBe(seal(key, place, '4242424242424242'))
})

test.each<[string, Place]>([
  ['another PSP', { ...place, scope: { ...scope, pspId: 'psp_2' } }],
  ['another merchant', { ...place, scope: { ...scope, merchantId: 'acct_2' } }],
  ['no merchant', { ...place, scope: { pspId: 'psp_1', livemode: true } }],
  ['the other mode', { ...place, scope: { ...scope, livemode: false } }],
  ['another record', { ...place, recordId: 'pm_2' }],
  ['another purpose', { ...place, purpose: 'secret' }],
])('sealed text moved to %s does not open', (_where, elsewhere) => {
  expect(() => unseal(key, elsewhere, seal(key, place, '4242424242424242'))).toThrow(SealBroken)
})

test('every change of a single bit of the text is refused', () => {
  const sealed = Buffer.from(seal(key, place, '4242424242424242'))
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const altered = Buffer.from(sealed)
    altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    expect(() => open(altered.toString('latin1'))).toThrow(SealBroken)
  }
})

test('text cut short anywhere is refused', () => {
  const sealed = seal(key, place, '4242424242424242')
  for (let length = 0; length < sealed.length; length++) {
    expect(() => open(sealed.slice(0, length))).toThrow(SealBroken)
  }
})

test('a refusal says which record, and nothing of what is in it', () => {
  expect(() => open('4242424242424242')).toThrow(
    expect.objectContaining({ message: 'The sealed card of pm_1 cannot be opened.' }),
  )
})

/** As the vault does: the key is found by the id in the text. */
function open(sealed: string): string {
  if (sealingKeyId(place, sealed) !== key.id) throw new SealBroken(place, 'no such key')
  return unseal(key, place, sealed)
}
