import type { KeyObject } from 'node:crypto'
import { ChangeRefused, type Committer, type Database, write } from '../db/index.ts'
import type { Clock } from '../kernel/index.ts'
import { type KeyPurpose, newDataKey, unwrapDataKey } from './data-keys.ts'
import { expiringMap } from './expiring-map.ts'
import type { MasterKeys } from './master-keys.ts'
import type { DataKey } from './sealing.ts'
import { currentKeys, type KeyOwner, keyById } from './store.ts'

/** What the vault's parts work with. */
export interface VaultParts {
  readonly database: Pick<Database, 'system'>
  readonly committer: Pick<Committer, 'commit'>
  readonly masterKeys: MasterKeys
  readonly clock: Clock
}

/** The keys a PSP seals with. */
export interface CurrentKeys {
  readonly encryption: DataKey
  readonly fingerprint: KeyObject
}

export interface KeyRing {
  /** A PSP's keys in a mode; the first time, they are made. */
  current(owner: KeyOwner): Promise<CurrentKeys>
  /** A key to open with; undefined when this PSP never had it or it was destroyed. */
  byId(owner: KeyOwner, id: string): Promise<DataKey | undefined>
}

/** How long unwrapped keys stay in memory; a rotation waits longer before it destroys one. */
export const keyLifetimeMs = 60_000

const capacity = 10_000
const purposes: readonly KeyPurpose[] = ['encryption', 'fingerprint']

/** Reads, makes and unwraps data keys, and keeps them in memory for a minute. */
export function openKeyRing(parts: VaultParts): KeyRing {
  const { database, masterKeys, clock } = parts
  const current = loader<CurrentKeys>(clock)
  const byId = loader<DataKey | undefined>(clock)
  return {
    current: (owner) => current(`${owner.pspId}:${owner.livemode}`, () => load(parts, owner)),
    byId: (owner, id) =>
      byId(`${owner.pspId}:${owner.livemode}:${id}`, async () => {
        const row = await keyById(database, owner, id)
        return row === undefined || row.wrapped === null || row.purpose !== 'encryption'
          ? undefined
          : { id, secret: await unwrapDataKey(masterKeys, row) }
      }),
  }
}

/** Callers that want the same key at the same time share one load; a failed load is not kept. */
function loader<Value>(clock: Clock) {
  const loads = expiringMap<Promise<Value>>(clock, { lifetimeMs: keyLifetimeMs, capacity })
  return (key: string, load: () => Promise<Value>): Promise<Value> => {
    const known = loads.get(key)
    if (known !== undefined) return known
    const loading = load()
    loads.set(key, loading)
    loading.catch(() => loads.delete(key))
    return loading
  }
}

async function load(parts: VaultParts, owner: KeyOwner): Promise<CurrentKeys> {
  for (;;) {
    const rows = await currentKeys(parts.database, owner)
    const of = (purpose: KeyPurpose) => rows.find((row) => row.purpose === purpose)
    const encryption = of('encryption')
    const fingerprint = of('fingerprint')
    if (encryption !== undefined && fingerprint !== undefined) {
      const [sealing, hashing] = await Promise.all([
        unwrapDataKey(parts.masterKeys, encryption),
        unwrapDataKey(parts.masterKeys, fingerprint),
      ])
      return { encryption: { id: encryption.id, secret: sealing }, fingerprint: hashing }
    }
    await make(
      parts,
      owner,
      purposes.filter((purpose) => of(purpose) === undefined),
    )
  }
}

/** Makes keys. Another server may be doing the same: the database lets one set in, and both then read it. */
async function make(
  { committer, masterKeys, clock }: VaultParts,
  owner: KeyOwner,
  missing: readonly KeyPurpose[],
): Promise<void> {
  const rows = await Promise.all(
    missing.map((purpose) => newDataKey(masterKeys, owner, purpose, clock.now())),
  )
  try {
    await committer.commit({
      merchantId: owner.pspId,
      livemode: owner.livemode,
      inserts: rows.map((row) => write('data_keys', row)),
      replaces: [],
      entries: [],
    })
  } catch (error) {
    if (!(error instanceof ChangeRefused && error.refusal === 'duplicate')) throw error
  }
}
