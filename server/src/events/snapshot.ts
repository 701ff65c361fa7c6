import { isoTime, type Json } from '../kernel/index.ts'

/** Ciphertext stays in the vault's own table. */
const vaults: readonly string[] = ['sealed', 'data_key_id']

/**
 * A row as an event keeps it, in JSON's own types: times are text and amounts numbers, and what is null, most of
 * its columns, is undefined, which JSON leaves out. (Copied whole, it stays an object of few shapes that are
 * written fast.)
 */
export function snapshotOf(row: object): Json {
  const snapshot: Record<string, unknown> = { ...row }
  for (const column in snapshot) {
    snapshot[column] = vaults.includes(column) ? undefined : plainValue(snapshot[column])
  }
  return snapshot as Json
}

/** An amount past what a number holds exactly is left to become JSON by itself. */
function plainValue(value: unknown): unknown {
  if (value === null) return undefined
  if (value instanceof Date) return isoTime(value)
  if (typeof value !== 'bigint') return value
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}
