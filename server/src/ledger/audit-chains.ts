import type { Queries } from '../db/index.ts'
import { type Anchor, bookKey } from './anchors.ts'
import { type Book, type ChainedEntry, chain, genesis, markAt, markOf } from './chain.ts'
import { allBlocks, allBooks, allEntries } from './chain-store.ts'

/** Where a book stops being what was sealed. What comes after it in the same book is not looked at. */
export interface ChainFault {
  readonly book: Book
  /** The first entry that is wrong, or should be there and is not. */
  readonly seq: bigint
  readonly says: string
}

/**
 * Computes every chain again and compares it with what was sealed and anchored. An entry that was edited,
 * deleted, inserted, moved or cut off is named by its place; entries that are not sealed yet prove nothing.
 *
 * @param queries a snapshot: books that grow meanwhile would look broken
 * @param anchors the newest of each book, by `bookKey`
 */
export async function* auditChains(
  queries: Queries,
  anchors: ReadonlyMap<string, Anchor> = new Map(),
): AsyncGenerator<ChainFault> {
  const unseen = new Map(anchors)
  for (const book of await allBooks(queries)) {
    const anchor = unseen.get(bookKey(book))
    unseen.delete(bookKey(book))
    const fault = await firstFault(queries, book, anchor)
    if (fault !== undefined) yield { book, ...fault }
  }
  for (const book of unseen.values()) {
    yield { book, seq: 1n, says: `is missing, as is the whole book: ${book.seq} were anchored` }
  }
}

async function firstFault(
  queries: Queries,
  book: Book,
  anchor: Anchor | undefined,
): Promise<Omit<ChainFault, 'book'> | undefined> {
  const entries = allEntries(queries, book)
  let hash = genesis
  let seq = 0n
  for await (const block of allBlocks(queries, book)) {
    const { first_seq: first, last_seq: last, marks } = block
    if (first !== seq + 1n)
      return { seq: seq + 1n, says: `has lost its block: the next is ${first}` }
    if (block.previous_hash !== hash) {
      return { seq: first, says: 'does not continue the entries before it as they were sealed' }
    }
    for (let place = 0; seq < last; place++) {
      seq += 1n
      const { value: entry } = await entries.next()
      if (entry?.seq !== seq) return { seq, says: 'is missing' }
      hash = chain(hash, entry)
      if (markOf(hash) !== markAt(marks, place)) {
        return { seq, says: `(${idOf(entry)}) is not what was sealed` }
      }
      if (seq === anchor?.seq && hash !== anchor.hash) {
        return { seq, says: `(${idOf(entry)}) is not what was anchored outside the database` }
      }
    }
    if (hash !== block.hash) return { seq, says: 'is not what its block was sealed with' }
  }
  if (anchor !== undefined && anchor.seq > seq) {
    return { seq: seq + 1n, says: `is missing, or no longer sealed: ${anchor.seq} were anchored` }
  }
  return undefined
}

/** Its id stands in its text after the merchant, the mode and the place. */
function idOf({ text }: ChainedEntry): string {
  return JSON.parse(text)[3]
}
