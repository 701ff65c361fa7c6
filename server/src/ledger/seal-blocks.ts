import { type Book, type ChainedEntry, chain, genesis, markOf } from './chain.ts'
import { addBlock, entriesOfBook, type SealState, unsealedBooks } from './chain-store.ts'
import { type SweepContext, sweep } from './sweep.ts'

type SealContext = Omit<SweepContext, 'commit'>

const blockSize = 1_000
const booksAtOnce = 4

/**
 * Seals the entries of all books into the hash chain, in blocks, as far as the books went when it came to
 * them. Any number of workers may do so at once: of two blocks that begin at one entry, one is kept.
 *
 * @returns how many blocks were added
 * @throws {AggregateError} when some books cannot be sealed; the others were
 */
export function sealBlocks(ctx: SealContext): Promise<number> {
  return sweep<SealState>(
    booksAtOnce,
    (after) => unsealedBooks(ctx.queries, { after, limit: booksAtOnce }),
    (book) => sealBook(ctx, book),
    'books to seal',
  )
}

async function sealBook(ctx: SealContext, book: SealState): Promise<number> {
  const { merchant_id, livemode, entries: end } = book
  let { sealed } = book
  let previous = book.hash ?? genesis
  let added = 0
  while (sealed < end) {
    const entries = await entriesOfBook(ctx.queries, book, { after: sealed, limit: blockSize })
    refuseGap(book, sealed, entries)
    const { hash, marks } = linked(previous, entries)
    const last = sealed + BigInt(entries.length)
    const isNew = await addBlock(ctx.queries, {
      ...{ merchant_id, livemode, first_seq: sealed + 1n, last_seq: last },
      ...{ previous_hash: previous, hash, marks, sealed_at: ctx.clock.now() },
    })
    // Another worker is at this book, and goes on with it.
    if (!isNew) return added
    added += 1
    sealed = last
    previous = hash
  }
  return added
}

/** @throws {Error} when an entry is missing: only what is whole is sealed */
function refuseGap(
  { merchant_id, livemode }: Book,
  after: bigint,
  entries: readonly ChainedEntry[],
): void {
  const gap = entries.findIndex(({ seq }, place) => seq !== after + BigInt(place) + 1n)
  if (gap < 0 && entries.length > 0) return
  const missing = after + BigInt(Math.max(gap, 0)) + 1n
  throw new Error(`Entry ${missing} of ${merchant_id} (livemode ${livemode}) is missing.`)
}

function linked(
  previous: string,
  entries: readonly ChainedEntry[],
): { hash: string; marks: Buffer } {
  const marks: string[] = []
  let hash = previous
  for (const entry of entries) {
    hash = chain(hash, entry)
    marks.push(markOf(hash))
  }
  return { hash, marks: Buffer.from(marks.join(''), 'hex') }
}
