import { hash } from 'node:crypto'

/** One merchant's ledger in one mode. */
export interface Book {
  readonly merchant_id: string
  readonly livemode: boolean
}

/** An entry as the chain sees it. */
export interface ChainedEntry {
  readonly seq: bigint
  /** Every column of its row, as one JSON array; times in UTC, to the microsecond. */
  readonly text: string
}

/** What the first entry of a book is chained to. */
export const genesis = '0'.repeat(64)

/** The hash of an entry, which covers all entries before it: sha256(hash before ‖ text), in hex. */
export function chain(previous: string, { text }: ChainedEntry): string {
  return hash('sha256', previous + text)
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
