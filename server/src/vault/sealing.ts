import type { KeyObject } from 'node:crypto'
import { decrypt, encrypt, fromText, toText } from './aead.ts'

/** Whose data it is; without a merchant, the PSP's own. */
export interface VaultScope {
  readonly pspId: string
  readonly merchantId?: string
  readonly livemode: boolean
}

/** What is sealed: one kind never opens as the other. */
export type Purpose = 'card' | 'secret'

/** A key of a PSP, unwrapped: only ever in memory. */
export interface DataKey {
  readonly id: string
  readonly secret: KeyObject
}

/** The place sealed text belongs to, and the only one it opens in. */
export interface Place {
  readonly scope: VaultScope
  readonly purpose: Purpose
  readonly recordId: string
}

/** Sealed text does not open: altered, cut short, moved here from another record, or its key is gone. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken'
  readonly recordId: string

  constructor({ purpose, recordId }: Place, cause: unknown) {
    super(`The sealed ${purpose} of ${recordId} cannot be opened.`, { cause })
    this.recordId = recordId
  }
}

/** Encrypts text for one place; the result names its key: `v1.<key id>.<base64url>`. */
export function seal(key: DataKey, place: Place, text: string): string {
  return toText(encrypt(key.secret, bound(key.id, place), text), key.id)
}

/** The id of the key that text was sealed with. @throws {SealBroken} when it is not sealed text */
export function sealingKeyId(place: Place, sealed: string): string {
  try {
    const [keyId = ''] = fromText(sealed, 1).labels
    return keyId
  } catch (cause) {
    throw new SealBroken(place, cause)
  }
}

/** Decrypts what `seal` made for this place. @throws {SealBroken} */
export function unseal(key: DataKey, place: Place, sealed: string): string {
  try {
    return decrypt(key.secret, bound(key.id, place), fromText(sealed, 1).bytes).toString()
  } catch (cause) {
    throw new SealBroken(place, cause)
  }
}

function bound(keyId: string, { scope, purpose, recordId }: Place): unknown[] {
  const { pspId, merchantId = null, livemode } = scope
  return [purpose, pspId, merchantId, livemode, keyId, recordId]
}
