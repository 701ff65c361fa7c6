import { type Row, type Write, write } from '../db/index.ts'
import type { DisputeStatus } from '../processors/index.ts'

/** A dispute as stored, its `details` typed. */
export type Dispute = Omit<Row<'disputes'>, 'status' | 'asking' | 'details' | 'metadata'> & {
  readonly status: DisputeStatus
  /** What is being asked of the processor. */
  readonly asking: 'evidence' | 'close' | null
  readonly details: DisputeDetails
  readonly metadata: Readonly<Record<string, string>>
}

/** What of a dispute no query asks for. */
export interface DisputeDetails {
  readonly network_reason_code: string | null
  /** The card's, as of the charge. */
  readonly brand: string
  /** Journal entries that took the money and gave it back, in order. */
  readonly entries: readonly string[]
  /** The time the last news spoke of; null when it was read from the processor. */
  readonly told_at: string | null
  /** What the merchant says, by Stripe's names; the processor hears of it when it is submitted. */
  readonly evidence: Readonly<Record<string, string>>
  readonly submissions: number
  /** The last submission came too late to count for sure. */
  readonly past_due: boolean
  /** Of `POST /v1/charges`: its intent is hidden. */
  readonly legacy_charge: boolean
}

/** A stored row with its details typed: they were written from that type. */
export function typedDispute(row: Row<'disputes'>): Dispute {
  return row as unknown as Dispute
}

/** A typed row as the database and events take it. */
export function plainDispute(dispute: Dispute): Row<'disputes'> {
  return dispute as unknown as Row<'disputes'>
}

export function writeDispute(dispute: Dispute): Write {
  return write('disputes', plainDispute(dispute))
}
