import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto'

const algorithm = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16
/** The first part of every ciphertext: another cipher will have another one. */
const format = 'v1'

/** 256 random bits, as bytes to wrap; `secretKey` makes a key of them. */
export function randomKey(): Buffer {
  return randomBytes(32)
}

/** Takes key bytes out of reach of heap dumps and accidental logging, and wipes where they were. */
export function secretKey(bytes: Buffer): KeyObject {
  const key = createSecretKey(bytes)
  bytes.fill(0)
  return key
}

/**
 * Encrypts with a fresh random nonce. 2^32 texts under one key are safe (NIST SP 800-38D, 8.3).
 *
 * @param bound what the ciphertext belongs to: it opens only together with the very same values
 */
export function encrypt(key: KeyObject, bound: readonly unknown[], plain: Buffer | string): Buffer {
  const nonce = freshNonce()
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes })
  cipher.setAAD(associated(bound))
  const body = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain)
  return Buffer.concat([nonce, body, cipher.final(), cipher.getAuthTag()])
}

let nonces = Buffer.alloc(0)

/** A nonce nobody has had. Random bytes cost by the call, so they are drawn for many at once. */
function freshNonce(): Buffer {
  if (nonces.length === 0) nonces = randomBytes(nonceBytes * 256)
  const nonce = nonces.subarray(0, nonceBytes)
  nonces = nonces.subarray(nonceBytes)
  return nonce
}

/**
 * Decrypts what `encrypt` made.
 * @throws when a bit of it, the key, or a bound value is another
 */
export function decrypt(key: KeyObject, bound: readonly unknown[], sealed: Buffer): Buffer {
  if (sealed.length < nonceBytes + tagBytes) throw new Error('The ciphertext is too short.')
  const nonce = sealed.subarray(0, nonceBytes)
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes })
  decipher.setAAD(associated(bound))
  decipher.setAuthTag(sealed.subarray(-tagBytes))
  const plain = decipher.update(sealed.subarray(nonceBytes, -tagBytes))
  return Buffer.concat([plain, decipher.final()])
}

/** Ciphertext as text for a column: the format, labels without dots, and the bytes. */
export function toText(bytes: Buffer, ...labels: string[]): string {
  return [format, ...labels, bytes.toString('base64url')].join('.')
}

/**
 * The labels and bytes of what `toText` wrote.
 * @throws when it is not exactly that: base64url has several spellings of some bytes, and only one passes
 */
export function fromText(text: string, labelCount: number): { labels: string[]; bytes: Buffer } {
  const [version, ...parts] = text.split('.')
  const encoded = parts.pop() ?? ''
  const bytes = Buffer.from(encoded, 'base64url')
  const wellFormed =
    version === format && parts.length === labelCount && bytes.toString('base64url') === encoded
  if (!wellFormed) throw new Error('The ciphertext is not in a known format.')
  return { labels: parts, bytes }
}

/** JSON keeps the values apart: no two lists of values give the same bytes. */
function associated(bound: readonly unknown[]): Buffer {
  return Buffer.from(JSON.stringify([format, ...bound]))
}
