import { type RawBuilder, sql } from 'kysely'
import type { Queries, Row } from '../db/index.ts'
import type { Book, ChainedEntry } from './chain.ts'

/** How far a book is sealed, and how far it goes. */
export interface SealState extends Book {
  readonly entries: bigint
  /** 0 and null when nothing is sealed yet. */
  readonly sealed: bigint
  readonly hash: string | null
}

/** The last block of a book: what the next one continues. */
const lastBlock = sql`
  select last_seq, hash from ledger_blocks b
  where b.merchant_id = h.merchant_id and b.livemode = h.livemode
  order by first_seq desc limit 1`

/** Books with entries no block holds yet, in order. @param after the last one of the page before */
export async function unsealedBooks(
  queries: Queries,
  { after, limit }: { after: Book | undefined; limit: number },
): Promise<SealState[]> {
  const { rows } = await sql<SealState>`
    select h.merchant_id, h.livemode, h.last_seq as entries, coalesce(b.last_seq, 0) as sealed, b.hash
    from ledger_heads h left join lateral (${lastBlock}) b on true
    where h.last_seq > coalesce(b.last_seq, 0)
      and (h.merchant_id, h.livemode) > (${after?.merchant_id ?? ''}, ${after?.livemode ?? false})
    order by h.merchant_id, h.livemode limit ${limit}`.execute(queries)
  return rows
}

/** Where each book's chain ends, in order. @param after the last one of the page before */
export async function sealedHeads(
  queries: Queries,
  { after, limit }: { after: Book | undefined; limit: number },
): Promise<(Book & { seq: bigint; hash: string })[]> {
  const { rows } = await sql<Book & { seq: bigint; hash: string }>`
    select h.merchant_id, h.livemode, b.last_seq as seq, b.hash
    from ledger_heads h cross join lateral (${lastBlock}) b
    where (h.merchant_id, h.livemode) > (${after?.merchant_id ?? ''}, ${after?.livemode ?? false})
    order by h.merchant_id, h.livemode limit ${limit}`.execute(queries)
  return rows
}

/** The hash of a book's chain at an entry, when a block ends there. */
export async function sealedHash(
  queries: Queries,
  { merchant_id, livemode, seq }: Book & { readonly seq: bigint },
): Promise<string | undefined> {
  const block = await queries
    .selectFrom('ledger_blocks')
    .select(['last_seq', 'hash'])
    .where('merchant_id', '=', merchant_id)
    .where('livemode', '=', livemode)
    .where('first_seq', '<=', seq)
    .orderBy('first_seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return block?.last_seq === seq ? block.hash : undefined
}

/**
 * An entry as the text its hash is of. PostgreSQL writes it, at half of what it costs to read the columns and
 * write them here. It must never change, or no chain that was sealed before would hold.
 */
const chained: RawBuilder<unknown> = sql`seq, json_build_array(merchant_id, livemode, seq, id, kind, currency,
  accounts, posted, pending, source_id, resolves, available_at at time zone 'UTC',
  effective_at at time zone 'UTC', created_at at time zone 'UTC', description)::text as text`

/** Entries of one book from a place in it, in order. */
export async function entriesOfBook(
  queries: Queries,
  { merchant_id, livemode }: Book,
  { after, limit }: { after: bigint; limit: number },
): Promise<ChainedEntry[]> {
  const { rows } = await sql<ChainedEntry>`
    select ${chained} from journal_entries
    where merchant_id = ${merchant_id} and livemode = ${livemode} and seq > ${after}
    order by seq limit ${limit}`.execute(queries)
  return rows
}

/** All entries of one book in order, read a page at a time, the next while one is worked on. */
export async function* allEntries(queries: Queries, book: Book): AsyncGenerator<ChainedEntry> {
  const limit = 2_000
  const read = (after: bigint) => entriesOfBook(queries, book, { after, limit })
  let next: Promise<ChainedEntry[]> | undefined = read(0n)
  while (next !== undefined) {
    const page: ChainedEntry[] = await next
    const last = page.at(-1)
    next = page.length < limit || last === undefined ? undefined : read(last.seq)
    // Whoever stops in the middle does not wait for it.
    next?.catch(() => undefined)
    yield* page
  }
}

/** Adds a block, unless another worker has. */
export async function addBlock(queries: Queries, block: Row<'ledger_blocks'>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await queries
    .insertInto('ledger_blocks')
    .values(block)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** All blocks of a book in order, read a page at a time. */
export async function* allBlocks(
  queries: Queries,
  { merchant_id, livemode }: Book,
): AsyncGenerator<Row<'ledger_blocks'>> {
  const limit = 200
  let page: Row<'ledger_blocks'>[]
  let after = 0n
  do {
    page = await queries
      .selectFrom('ledger_blocks')
      .selectAll()
      .where('merchant_id', '=', merchant_id)
      .where('livemode', '=', livemode)
      .where('first_seq', '>', after)
      .orderBy('first_seq')
      .limit(limit)
      .execute()
    yield* page
    after = page.at(-1)?.first_seq ?? after
  } while (page.length === limit)
}

/** Every book there is any trace of. */
export async function allBooks(queries: Queries): Promise<Book[]> {
  const { rows } = await sql<Book>`
    select merchant_id, livemode from ledger_heads
    union select merchant_id, livemode from journal_entries
    union select merchant_id, livemode from ledger_blocks
    order by 1, 2`.execute(queries)
  return rows
}
