import type { Row, Write } from '../db/index.ts'
import type { UncodedCard } from './payment-method.ts'

/** A payment method a request names or brings: stored, or to be stored with what it is used for. */
export interface GivenMethod {
  readonly row: Row<'payment_methods'>
  readonly isNew: boolean
  /** In clear, when this request brought it; else it is opened when needed. */
  readonly card: UncodedCard | undefined
  readonly replaces: readonly Write[]
}
