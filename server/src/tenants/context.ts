import type { Change, Queries, Row, TableName } from '../db/index.ts'
import type { Origin } from '../events/index.ts'
import type { Clock, Problem } from '../kernel/index.ts'

/** The merchant a request or job is about, and the PSP it belongs to, as read when the work began. */
export interface Tenant {
  readonly psp: Row<'psps'>
  readonly merchant: Row<'merchants'>
  readonly livemode: boolean
}

/** An object to show the caller: the row it is now. The api folder knows how each table looks on the wire. */
export type Shown = { [T in TableName]: { readonly table: T; readonly row: Row<T> } }[TableName]

/** What a request ends in. A refusal that is the outcome of work (a decline) is kept like any answer. */
export type Result = Shown | Problem

/**
 * What a verb works with: whose work it is, when it is, what it may read, and the two ways to write.
 * The same verbs serve requests and jobs; only their context differs.
 */
export interface Context {
  readonly clock: Clock
  readonly tenant: Tenant
  /** Reads of this tenant's rows; row-level security hides all others. */
  readonly queries: Queries
  /** What events say they came of. */
  readonly origin: Origin
  /**
   * Makes a change durable that is not yet the end of the work: "we are about to ask".
   * @throws {ChangeRefused} see `Committer.commit`
   */
  commit(change: Change): Promise<void>
  /**
   * Makes the last change durable together with the answer to the request that asked for it, so that a
   * repeated request is answered the same from then on.
   */
  conclude(change: Change, result: Result): Promise<void>
}

/** A row to show, typed by its table. */
export function shown<T extends TableName>(table: T, row: Row<T>): Shown {
  return { table, row } as unknown as Shown
}

/** Whether a value, such as a problem's detail, is an object to show. */
export function isShown(value: unknown): value is Shown {
  return typeof value === 'object' && value !== null && 'table' in value && 'row' in value
}

/** A change of this tenant. Only the three parts of a change are taken from what is given. */
export function changeOf(
  { tenant }: Pick<Context, 'tenant'>,
  { inserts = [], replaces = [], entries = [] }: Partial<Change>,
): Change {
  return { merchantId: tenant.merchant.id, livemode: tenant.livemode, inserts, replaces, entries }
}
