import { setTimeout as pause } from 'node:timers/promises'
import type { Row } from '../db/index.ts'
import { Problem } from '../kernel/index.ts'
import { keyLifetimeMs, openKeyRing, type VaultParts } from './key-ring.ts'
import { reseal } from './reseal.ts'
import { destroyKey, renewKey, rewrapKey } from './rotate-keys.ts'
import { livingKeys } from './store.ts'

export interface RotationOptions {
  /** Keys younger than this stay: run again after a kill, a rotation goes on with the keys it made. */
  readonly minAgeMs?: number
  /**
   * How long after its retirement a key is destroyed at the earliest. By then every server has forgotten
   * it, and every request that sealed with it has ended.
   */
  readonly graceMs?: number
  /** Rows re-encrypted at once. */
  readonly batch?: number
  /** Stops between batches; what is done stays done. */
  readonly signal?: AbortSignal
  /** How to wait; a test has time pass instead. */
  readonly wait?: (ms: number, signal: AbortSignal | undefined) => Promise<void>
  /** Told after each step and batch. */
  readonly onProgress?: (progress: RotationProgress) => void
}

/** What a rotation is at, and has done so far. */
export interface RotationProgress {
  readonly step: 'renew' | 'rewrap' | 'reseal' | 'wait' | 'destroy' | 'done'
  /** Data keys made, the ones before them retired. */
  readonly renewed: number
  /** Data keys put under the current master key. */
  readonly rewrapped: number
  /** Rows re-encrypted under their PSP's new key. */
  readonly resealed: number
  /** Retired keys destroyed: a copy of what they sealed is unreadable from now on. */
  readonly destroyed: number
  /** What does not open, as `table id`. The keys it names are kept; someone should look into it. */
  readonly unreadable: readonly string[]
}

const dayMs = 86_400_000

/**
 * Gives every PSP a new data key, puts data keys under the current master key, re-encrypts all that is
 * sealed, and destroys the old keys. Servers go on sealing and opening all the while. It may be killed at
 * any point, run again, and run twice at once: each write is of one row at one version, and what is left
 * to do is read from the rows.
 *
 * @throws {Problem} `vault_unavailable` when the current master key does not answer
 */
export async function rotate(
  parts: VaultParts,
  options: RotationOptions = {},
): Promise<RotationProgress> {
  const {
    minAgeMs = dayMs,
    graceMs = 5 * keyLifetimeMs,
    batch = 500,
    signal,
    wait = sleep,
  } = options
  const { database, clock, masterKeys } = parts
  const counts = { renewed: 0, rewrapped: 0, resealed: 0, destroyed: 0 }
  const unreadable = new Set<string>()
  const report = (step: RotationProgress['step']) => {
    const progress = { step, ...counts, unreadable: [...unreadable] }
    options.onProgress?.(progress)
    signal?.throwIfAborted()
    return progress
  }

  for (const key of await livingKeys(database)) {
    if (!isDue(key, clock.now().getTime() - minAgeMs)) continue
    if (await renewKey(parts, key)) counts.renewed += 1
    report('renew')
  }

  for (const key of await livingKeys(database)) {
    if (key.master_key_id === masterKeys.current) continue
    try {
      if (await rewrapKey(parts, key)) counts.rewrapped += 1
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      unreadable.add(`data_keys ${key.id}`)
    }
    report('rewrap')
  }

  const retired = new Map(
    (await livingKeys(database))
      .filter(({ retired_at }) => retired_at !== null)
      .map((key) => [key.id, key]),
  )
  // Opened only now, so that it knows no current key but the new ones.
  const ring = openKeyRing(parts)
  const needed = new Set<string>()
  const resealAll = async () => {
    for await (const { resealed, broken } of reseal(parts, ring, retired, batch)) {
      counts.resealed += resealed
      for (const { name, keyIds } of broken) {
        unreadable.add(name)
        for (const id of keyIds) needed.add(id)
      }
      report('reseal')
    }
  }
  await resealAll()
  report('wait')
  const waitMs = Math.max(...[...retired.values()].map(retiredMs)) + graceMs - clock.now().getTime()
  if (waitMs > 0) await wait(waitMs, signal)
  // Servers that knew only the old key may have sealed with it during the first walk. None does any more.
  await resealAll()

  for (const key of retired.values()) {
    if (!needed.has(key.id) && (await destroyKey(parts, key))) counts.destroyed += 1
    report('destroy')
  }
  return report('done')
}

/** A fingerprint key stays for good: under another one, a returning card would not be known again. */
function isDue({ purpose, retired_at, created_at }: Row<'data_keys'>, before: number): boolean {
  return purpose === 'encryption' && retired_at === null && created_at.getTime() <= before
}

const retiredMs = ({ retired_at }: Row<'data_keys'>) => retired_at?.getTime() ?? 0

async function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await pause(ms, undefined, signal === undefined ? {} : { signal })
}
