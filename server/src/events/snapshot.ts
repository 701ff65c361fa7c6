import { isoTime, type Json } from '../kernel/index.ts'

/** Ciphertext stays in the vault's own table. */
const vaults: readonly string[] = ['sealed', 'data_key_id']

/**
 * A row as an event keeps it, in JSON's own types: most columns are null and left out, times are text and
 * amounts numbers.
 */
export function snapshotOf(row: object): Json {
  const columns = row as Readonly<Record<string, unknown>>
  const snapshot: Record<string, unknown> = {}
  for (const column in columns) {
    const value = columns[column]
    if (value !== null && !vaults.includes(column)) snapshot[column] = plainValue(value)
  }
  return snapshot as Json
}

/** An amount past what a number holds exactly is left to become JSON by itself. */
function plainValue(value: unknown): unknown {
  if (value instanceof Date) return isoTime(value)
  if (typeof value !== 'bigint') return value
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}
