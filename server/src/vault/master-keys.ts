import { createHash, type KeyObject } from 'node:crypto'
import { decrypt, encrypt, fromText, randomKey, secretKey, toText } from './aead.ts'

/**
 * Who holds the keys that wrap data keys. The local one below keeps them in memory; one that asks an HSM
 * or a cloud's key service has the same three parts.
 */
export interface MasterKeys {
  /** The id of the key that wraps from now on. */
  readonly current: string
  /** @param context what the key is for; `unwrap` needs the same values in the same order */
  wrap(
    plain: Buffer,
    context: readonly unknown[],
  ): Promise<{ readonly keyId: string; readonly wrapped: string }>
  /** @throws when the key is not known here, or the context or a bit of `wrapped` is another */
  unwrap(keyId: string, wrapped: string, context: readonly unknown[]): Promise<Buffer>
}

/** One master key, read from the settings. */
export interface MasterKey {
  readonly id: string
  readonly secret: KeyObject
  /** Why live cards may not depend on it; absent when they may. */
  readonly unfitForLive?: string
}

const demoPrefix = 'demo-'

/**
 * Reads master keys as the settings hold them: 32 bytes in base64, or several, separated by commas, the
 * current one first. Each may have a name before a colon (`2027:…`); one without is named by its digest.
 *
 * @throws an Error that says what is wrong with which key, and never quotes it
 */
export function parseMasterKeys(text: string): MasterKey[] {
  const keys = text
    .trim()
    .split(/\s*,\s*/)
    .map(parseKey)
  const repeated = keys.find(({ id }, index) => keys.findIndex((key) => key.id === id) !== index)
  if (repeated !== undefined) throw new Error(`Two master keys are called ${repeated.id}.`)
  return keys
}

function parseKey(entry: string, index: number): MasterKey {
  const [encoded = '', name] = entry.split(':', 2).reverse()
  if (name !== undefined && !/^[A-Za-z0-9_-]{1,64}$/.test(name)) {
    throw new Error(`The name of master key ${index + 1} is not 1 to 64 letters, digits, - or _.`)
  }
  const bytes = Buffer.from(encoded, 'base64')
  if (bytes.length !== 32 || bytes.toString('base64') !== encoded) {
    throw new Error(`Master key ${index + 1} is not 32 bytes in base64.`)
  }
  const id = name ?? digest(bytes)
  const unfitForLive = id.startsWith(demoPrefix)
    ? `Master key ${id} was made for a demo.`
    : new Set(bytes).size < 16
      ? `Master key ${id} is not random.`
      : undefined
  return { id, secret: secretKey(bytes), ...(unfitForLive !== undefined && { unfitForLive }) }
}

/** A new master key for an installation that only runs test mode, as text for its key file. */
export function newDemoMasterKey(): string {
  const bytes = randomKey()
  return `${demoPrefix}${digest(bytes)}:${bytes.toString('base64')}`
}

/** Why an installation with these keys may not take live cards; empty when it may. */
export function unfitForLive(keys: readonly MasterKey[]): string[] {
  return keys.flatMap((key) => key.unfitForLive ?? [])
}

/** Master keys held in this process's memory. */
export function localMasterKeys(keys: readonly MasterKey[]): MasterKeys {
  const [first] = keys
  if (first === undefined) throw new Error('There is no master key.')
  const byId = new Map(keys.map(({ id, secret }) => [id, secret]))
  return {
    current: first.id,
    async wrap(plain, context) {
      const bytes = encrypt(first.secret, [first.id, ...context], plain)
      return { keyId: first.id, wrapped: toText(bytes) }
    },
    async unwrap(keyId, wrapped, context) {
      const key = byId.get(keyId)
      if (key === undefined) throw new Error(`Master key ${keyId} is not configured.`)
      return decrypt(key, [keyId, ...context], fromText(wrapped, 0).bytes)
    },
  }
}

/** Eight hexadecimal digits: enough to tell keys apart, and nothing to find a random key by. */
function digest(bytes: Buffer): string {
  return createHash('sha256')
    .update('switchyard master key')
    .update(bytes)
    .digest('hex')
    .slice(0, 8)
}
