import type { Entry, Write } from '../db/index.ts'
import type { Origin } from '../events/index.ts'
import type { Money } from '../kernel/index.ts'
import type { Attempt, Intent, Modification, PaymentError } from './model.ts'
import { writeRow } from './rows.ts'

/** A modification whose answer is awaited, with what it modifies. */
export interface OpenModification {
  readonly intent: Intent
  readonly attempt: Attempt
  readonly modification: Modification
}

export interface ModificationWorld {
  readonly at: Date
  readonly origin: Origin
  readonly fee: Money
  readonly cost: Money
  readonly availableAt: Date
  readonly checkAt: Date
}

export interface DecidedModification {
  readonly intent: Intent
  readonly attempt: Attempt
  readonly modification: Modification
  readonly replaces: Write[]
  readonly inserts: Write[]
  readonly entries: Entry[]
  /** The processor said no, and called it this. */
  readonly failed: string | undefined
  /** The payment is declined now that its attempt is given up. */
  readonly declined: PaymentError | undefined
}

/** Voiding what was never authorized: once the processor has taken note, nothing is held. */
export function isAbandoned({ modification, attempt }: OpenModification): boolean {
  return modification.kind === 'void' && attempt.status === 'requires_action'
}

/** The rows after an answer. An intent that has gone on without its attempt is left alone. */
export function afterAnswer({ intent, attempt, modification }: OpenModification) {
  return {
    ...{ intent, attempt, modification, failed: undefined, declined: undefined },
    replaces: [
      ...(modification.details.purpose === 'nothing' ? [] : [writeRow('payment_intents', intent)]),
      writeRow('attempts', attempt),
      writeRow('modifications', modification),
    ],
  }
}

/** The pending entry an entry settles, when something was held. */
export function resolving({ authorization_entry_id: held }: Attempt): { resolves?: string } {
  return held === null ? {} : { resolves: held }
}
