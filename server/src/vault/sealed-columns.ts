import type { TableName } from '../db/index.ts'
import type { Purpose } from './sealing.ts'

/** A column that holds sealed text, alone or as strings within JSON. */
export interface SealedColumn {
  readonly table: TableName
  readonly column: string
  readonly purpose: Purpose
  /** The column that repeats the key's id, where rows are too many to look into each. */
  readonly keyColumn?: string
  /**
   * Whose it is: a merchant's, keyed by (merchant_id, livemode, id), or a PSP's, keyed by id and sealed in
   * the PSP's own scope although it may name a merchant.
   */
  readonly owner: 'merchant' | 'psp'
}

/** Everything sealed in the database. What is not listed here is lost when its key is destroyed. */
export const sealedColumns: readonly SealedColumn[] = [
  {
    table: 'payment_methods',
    column: 'sealed',
    purpose: 'card',
    keyColumn: 'data_key_id',
    owner: 'merchant',
  },
  { table: 'processor_accounts', column: 'credentials', purpose: 'secret', owner: 'psp' },
  { table: 'webhook_endpoints', column: 'secrets', purpose: 'secret', owner: 'merchant' },
]

/** The ids of the keys that a column's value is sealed with. */
export function sealedWith(value: unknown): Set<string> {
  const ids = new Set<string>()
  mapSealed(value, (text, keyId) => {
    ids.add(keyId)
    return text
  })
  return ids
}

/** The value with each sealed text in it replaced. */
export function mapSealed(
  value: unknown,
  replace: (sealed: string, keyId: string) => string,
): unknown {
  if (typeof value === 'string') {
    const keyId = /^v1\.(dk_[0-9A-Za-z]+)\./.exec(value)?.[1]
    return keyId === undefined ? value : replace(value, keyId)
  }
  if (Array.isArray(value)) return value.map((item) => mapSealed(item, replace))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, mapSealed(item, replace)]),
  )
}
