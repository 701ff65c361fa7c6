import { ChangeRefused, type Row, type Write, write } from '../db/index.ts'
import { newDataKey, rewrapDataKey } from './data-keys.ts'
import type { VaultParts } from './key-ring.ts'

type KeyRow = Row<'data_keys'>

/** Retires a key and puts a new one in its place, in one write: a PSP always has exactly one to seal with. */
export async function renewKey(parts: VaultParts, key: KeyRow): Promise<boolean> {
  const now = parts.clock.now()
  const owner = { pspId: key.psp_id, livemode: key.livemode }
  const successor = await newDataKey(parts.masterKeys, owner, 'encryption', now)
  return commitKeys(parts, { ...key, version: key.version + 1, retired_at: now }, [
    write('data_keys', successor),
  ])
}

/** Puts a key under the current master key. The key stays the same, and all it sealed. */
export async function rewrapKey(parts: VaultParts, key: KeyRow): Promise<boolean> {
  return commitKeys(parts, await rewrapDataKey(parts.masterKeys, key))
}

/** Destroys a retired key. Nothing brings it back but a backup together with its master key. */
export function destroyKey(parts: VaultParts, key: KeyRow): Promise<boolean> {
  const destroyed = { version: key.version + 1, destroyed_at: parts.clock.now(), wrapped: null }
  return commitKeys(parts, { ...key, ...destroyed })
}

/** @returns false when another rotation was faster; what it did is as good */
async function commitKeys(
  { committer }: VaultParts,
  row: KeyRow,
  inserts: readonly Write[] = [],
): Promise<boolean> {
  try {
    await committer.commit({
      merchantId: row.psp_id,
      livemode: row.livemode,
      inserts,
      replaces: [write('data_keys', row)],
      entries: [],
    })
    return true
  } catch (error) {
    if (error instanceof ChangeRefused) return false
    throw error
  }
}
