import type { Ack } from './acks.ts'
import type { BookedPayment } from './books.ts'
import type { Founded } from './found.ts'
import type { Clearing } from './ledger.ts'
import type { Testimony } from './witness.ts'

/** Everything there is to compare when all is quiet again. */
export interface Evidence {
  readonly founded: Founded
  readonly acks: readonly Ack[]
  /** Requests that never got a final answer. */
  readonly unanswered: readonly string[]
  /** By merchant, in the order of `founded`. */
  readonly testimonies: readonly Testimony[]
  readonly books: readonly BookedPayment[]
  readonly clearing: readonly Clearing[]
  readonly imbalances: readonly string[]
  readonly drift: readonly string[]
  /** What was still open when time was up. */
  readonly open: readonly string[]
  /** How often each event arrived with a valid signature. */
  readonly taken: ReadonlyMap<string, number>
  readonly forgedWebhooks: readonly string[]
  /** Forged notifications that were answered as if they were genuine. */
  readonly believed: readonly string[]
  /** What `switchyard verify` found. */
  readonly audit: readonly string[]
  readonly falls: readonly string[]
}
