import type { KeyObject } from 'node:crypto'
import type { Row } from '../db/index.ts'
import { newId } from '../kernel/index.ts'
import { randomKey, secretKey } from './aead.ts'
import { vaultProblem } from './errors.ts'
import type { MasterKeys } from './master-keys.ts'
import type { KeyOwner } from './store.ts'

export type KeyPurpose = 'encryption' | 'fingerprint'

/** Makes a data key: random bytes that leave this function only wrapped. */
export async function newDataKey(
  masterKeys: MasterKeys,
  { pspId, livemode }: KeyOwner,
  purpose: KeyPurpose,
  now: Date,
): Promise<Row<'data_keys'>> {
  const row = { id: newId('dk', now.getTime()), psp_id: pspId, livemode, purpose }
  const bytes = randomKey()
  const { keyId, wrapped } = await reach(() => masterKeys.wrap(bytes, context(row)))
  bytes.fill(0)
  return {
    ...row,
    version: 1,
    created_at: now,
    retired_at: null,
    destroyed_at: null,
    master_key_id: keyId,
    wrapped,
  }
}

/** The key in a row, ready for use. */
export async function unwrapDataKey(
  masterKeys: MasterKeys,
  row: Row<'data_keys'>,
): Promise<KeyObject> {
  return secretKey(await unwrap(masterKeys, row))
}

/** The same key under the current master key. */
export async function rewrapDataKey(
  masterKeys: MasterKeys,
  row: Row<'data_keys'>,
): Promise<Row<'data_keys'>> {
  const bytes = await unwrap(masterKeys, row)
  const { keyId, wrapped } = await reach(() => masterKeys.wrap(bytes, context(row)))
  bytes.fill(0)
  return { ...row, version: row.version + 1, master_key_id: keyId, wrapped }
}

function unwrap(masterKeys: MasterKeys, row: Row<'data_keys'>): Promise<Buffer> {
  const { wrapped } = row
  if (wrapped === null) throw new Error(`Data key ${row.id} was destroyed.`)
  return reach(() => masterKeys.unwrap(row.master_key_id, wrapped, context(row)))
}

/** A wrapped key is bound to its owner and use: put in another row, it does not unwrap. */
function context(row: Pick<Row<'data_keys'>, 'id' | 'psp_id' | 'livemode' | 'purpose'>): unknown[] {
  return ['data key', row.psp_id, row.livemode, row.purpose, row.id]
}

/** Without its master key the vault neither seals nor opens: there is no way around it. */
async function reach<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (cause) {
    throw vaultProblem('vault_unavailable', 'Card data cannot be protected right now.', { cause })
  }
}
