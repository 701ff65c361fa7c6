import type { Entry, Row, Write } from '../db/index.ts'
import type { Attempt, Intent, PaymentError } from './model.ts'
import type { OpenModification } from './open-modification.ts'

/** An attempt whose answer is awaited, with all that the answer may touch. */
export interface Open {
  readonly intent: Intent
  readonly attempt: Attempt
  readonly method: Row<'payment_methods'> | undefined
}

/** The rows as they will be, and what to write for it. */
export interface Decided {
  readonly intent: Intent
  readonly attempt: Attempt
  readonly replaces: Write[]
  readonly inserts: Write[]
  readonly entries: Entry[]
  /** The decline to tell the caller of, when it was one. */
  readonly declined: PaymentError | undefined
  /** The void to ask for now: the caller wants no action of the payer. */
  readonly refusing?: OpenModification
}
