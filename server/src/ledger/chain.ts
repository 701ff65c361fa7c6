import { hash } from 'node:crypto'
import { canonicalJson } from '../kernel/index.ts'

/** One merchant's ledger in one mode. */
export interface Book {
  readonly merchant_id: string
  readonly livemode: boolean
}

/** An entry as the chain hashes it: every column of its row, times and amounts as exact text. */
export interface ChainedEntry extends Book {
  readonly seq: string
  readonly id: string
  readonly kind: string
  readonly currency: string
  readonly accounts: readonly string[]
  readonly posted: readonly string[]
  readonly pending: readonly string[]
  readonly source_id: string
  readonly resolves: string | null
  readonly available_at: string | null
  readonly effective_at: string
  readonly created_at: string
  readonly description: string | null
}

/** What the first entry of a book is chained to. */
export const genesis = '0'.repeat(64)

/** The hash of an entry, which covers all entries before it: sha256(hash before ‖ canonical JSON). */
export function chain(previous: string, entry: ChainedEntry): string {
  return hash('sha256', previous + canonicalJson(entry))
}

const markBytes = 8

/** The part of an entry's hash its block keeps, in hex. */
export function markOf(entryHash: string): string {
  return entryHash.slice(0, markBytes * 2)
}

/** The mark of the entry at a place in its block, the first being 0. */
export function markAt(marks: Buffer, place: number): string {
  return marks.toString('hex', place * markBytes, (place + 1) * markBytes)
}
