import type { Row, TableName } from './schema.ts'

/**
 * What a domain verb decides: rows to insert, rows to replace (each one version past the one it was
 * decided on), and what to post to the ledger. Pure data, for one merchant; `commit` makes it durable
 * in one write or refuses it whole.
 */
export interface Change {
  readonly merchantId: string
  readonly livemode: boolean
  readonly inserts: readonly Write[]
  readonly replaces: readonly Write[]
  readonly entries: readonly Entry[]
}

/** A full row and the table it goes to. */
export type Write = { [T in TableName]: { readonly table: T; readonly row: Row<T> } }[TableName]

/** An entry to post; the write itself gives it its place in the book. */
export interface Entry {
  readonly row: Omit<Row<'journal_entries'>, 'seq'>
  /** Accounts this entry may not overdraw. */
  readonly guarded: readonly string[]
}

/** A write of one row, typed by its table. */
export function write<T extends TableName>(table: T, row: Row<T>): Write {
  return { table, row } as unknown as Write
}

/** Why a change was not made. Nothing of it was written. */
export type Refusal = 'stale' | 'duplicate' | 'overdrawn' | 'period_closed'

/** A change that may not be made as the rows now are. `stale`: decide again on the current rows. */
export class ChangeRefused extends Error {
  override readonly name = 'ChangeRefused'
  readonly refusal: Refusal
  /** The table or constraint at fault. */
  readonly at: string

  constructor(refusal: Refusal, at: string, cause?: unknown) {
    super(`A change was refused: ${refusal} (${at}).`, { cause })
    this.refusal = refusal
    this.at = at
  }
}
