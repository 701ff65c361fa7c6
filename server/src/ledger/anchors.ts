import { appendFile, mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Book } from './chain.ts'
import { sealedHash, sealedHeads } from './chain-store.ts'
import { type SweepContext, sweep } from './sweep.ts'

/*
 * A chain proves that nothing before its end was touched, but not that its end was not cut off: entries,
 * blocks and balances removed together leave a shorter chain that is whole. So the ends are written down
 * outside the database, in a file that only grows, and audits ask for them. Whoever keeps copies of that
 * file out of reach of those who run the database can prove the ledger against them too.
 */

/** How far a book was sealed at some time, and its hash there. */
export interface Anchor extends Book {
  readonly seq: bigint
  readonly hash: string
  readonly anchored_at: Date
}

const pageSize = 500
/** A busy book is written down no more often. */
const restMs = 10 * 60_000

/**
 * The newest anchor of each book, by `bookKey`; none when there is no file yet.
 * @param file a JSON object a line: merchant_id, livemode, seq, hash and anchored_at
 */
export async function readAnchors(file: string): Promise<Map<string, Anchor>> {
  const anchors = new Map<string, Anchor>()
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (handle === undefined) return anchors
  for await (const line of handle.readLines()) {
    const anchor = parseAnchor(line)
    if (anchor !== undefined) anchors.set(bookKey(anchor), anchor)
  }
  return anchors
}

/** One book among others. */
export function bookKey({ merchant_id, livemode }: Book): string {
  return `${merchant_id} ${livemode ? 'live' : 'test'}`
}

/** A server that died while it wrote leaves half a line, which says nothing. */
function parseAnchor(line: string): Anchor | undefined {
  try {
    const { merchant_id, livemode, seq, hash, anchored_at } = JSON.parse(line)
    return { merchant_id, livemode, seq: BigInt(seq), hash, anchored_at: new Date(anchored_at) }
  } catch {
    return undefined
  }
}

/**
 * Writes the ends of the chains down, for a worker to repeat.
 *
 * @returns a function for one round. It adds a line for each book that was sealed further since its last
 *   one, at least ten minutes ago, and tells how many. When a book no longer holds what was anchored it
 *   throws, after the others had their turn, and leaves that anchor as it is.
 */
export function createAnchoring(
  { queries, clock }: Omit<SweepContext, 'commit'>,
  file: string,
): () => Promise<number> {
  let known: Map<string, Anchor> | undefined
  return async () => {
    known ??= await readAnchors(file)
    const anchors = known
    const at = clock.now()
    const news: Anchor[] = []
    try {
      return await sweep<Omit<Anchor, 'anchored_at'>>(
        pageSize,
        (after) => sealedHeads(queries, { after, limit: pageSize }),
        async (head) => {
          const before = anchors.get(bookKey(head))
          if (before !== undefined) {
            if (at.getTime() < before.anchored_at.getTime() + restMs) return 0
            if ((await sealedHash(queries, before)) !== before.hash) throw lost(before)
            if (before.seq === head.seq) return 0
          }
          news.push({ ...head, anchored_at: at })
          return 1
        },
        'books to anchor',
      )
    } finally {
      if (news.length > 0) {
        await mkdir(dirname(file), { recursive: true })
        const lines = news.map((anchor) => `\n${JSON.stringify(anchor)}`)
        await appendFile(file, lines.join(''), { flush: true })
      }
      for (const anchor of news) anchors.set(bookKey(anchor), anchor)
    }
  }
}

function lost(anchor: Anchor): Error {
  return new Error(
    `The ledger of ${bookKey(anchor)} no longer has what was sealed up to entry ${anchor.seq}.`,
  )
}
