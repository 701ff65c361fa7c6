import type { Entry } from '../db/index.ts'
import { formatDecimal, type Money, newId } from '../kernel/index.ts'
import type { AccountName } from './chart.ts'

/** One debit or credit. */
export interface Posting {
  readonly side: 'debit' | 'credit'
  readonly account: AccountName
  readonly amount: Money
  /** `pending` is held, not moved: an authorization. */
  readonly phase: 'posted' | 'pending'
}

/** A negative amount is a credit. */
export function debit(account: AccountName, amount: Money): Posting {
  return amount.amount < 0n
    ? { side: 'credit', account, amount: negate(amount), phase: 'posted' }
    : { side: 'debit', account, amount, phase: 'posted' }
}

/** A negative amount is a debit. */
export function credit(account: AccountName, amount: Money): Posting {
  return reversedOne(debit(account, amount))
}

/** The same postings, held instead of moved. */
export function pending(postings: readonly Posting[]): Posting[] {
  return postings.map((posting) => ({ ...posting, phase: 'pending' }))
}

/** The opposite postings: what releases a pending entry or undoes a posted one. */
export function reversed(postings: readonly Posting[]): Posting[] {
  return postings.map(reversedOne)
}

function reversedOne(posting: Posting): Posting {
  return { ...posting, side: posting.side === 'debit' ? 'credit' : 'debit' }
}

function negate({ amount, currency }: Money): Money {
  return { amount: -amount, currency }
}

/** Everything an entry says besides its postings. */
export interface EntryFacts {
  readonly merchantId: string
  readonly livemode: boolean
  readonly kind: EntryKind
  /** The object this happened to: `ch_…`, `re_…`. */
  readonly sourceId: string
  readonly at: Date
  /** The pending entry this settles. */
  readonly resolves?: string
  /** When what this moves in merchant_pending becomes available; needed when it moves some. */
  readonly availableAt?: Date
  readonly description?: string
  /** Accounts this entry may not overdraw. */
  readonly guarded?: readonly AccountName[]
}

/** The business facts the ledger knows. */
export const entryKinds = [
  'authorized',
  'authorization_raised',
  'authorization_released',
  'captured',
  'processor_cost_accrued',
  'funds_available',
  'refunded',
  'refund_failed',
  'dispute_opened',
  'dispute_won',
] as const
export type EntryKind = (typeof entryKinds)[number]

/**
 * Makes an entry of postings. Lines on one account are summed, lines of nothing are left out.
 *
 * @throws {Error} when debits and credits differ, currencies mix, nothing moves, or pending funds move
 *   that nobody would ever release: a bug, caught before the database would refuse or keep it
 */
export function entry(facts: EntryFacts, postings: readonly Posting[]): Entry {
  const currency = postings[0]?.amount.currency
  const lines = new Map<AccountName, { posted: bigint; pending: bigint }>()
  for (const { account, side, amount, phase } of postings) {
    if (amount.currency !== currency)
      throw new Error(`Entry for ${facts.sourceId} mixes currencies.`)
    const line = lines.get(account) ?? { posted: 0n, pending: 0n }
    lines.set(account, line)
    line[phase] += side === 'debit' ? amount.amount : -amount.amount
  }
  const moved = [...lines].filter(([, line]) => line.posted !== 0n || line.pending !== 0n)
  const accounts = moved.map(([account]) => account)
  const posted = moved.map(([, line]) => line.posted)
  const held = moved.map(([, line]) => line.pending)
  if (currency === undefined || moved.length === 0 || sum(posted) !== 0n || sum(held) !== 0n) {
    throw new Error(
      `Entry ${facts.kind} for ${facts.sourceId} does not balance:\n${table(postings)}`,
    )
  }
  const funds = lines.get('merchant_pending')
  if (funds !== undefined && funds.posted !== 0n && facts.availableAt === undefined) {
    throw new Error(`Entry ${facts.kind} for ${facts.sourceId} says not when funds are available.`)
  }
  return {
    guarded: facts.guarded ?? [],
    row: {
      merchant_id: facts.merchantId,
      livemode: facts.livemode,
      id: newId('je', facts.at.getTime()),
      kind: facts.kind,
      currency,
      accounts,
      posted,
      pending: held,
      source_id: facts.sourceId,
      resolves: facts.resolves ?? null,
      available_at: facts.availableAt ?? null,
      effective_at: facts.at,
      created_at: facts.at,
      description: facts.description ?? null,
    },
  }
}

/** Postings as people read them, for tests and docs: `debit  processor_clearing  15.00 EUR`. */
export function table(postings: readonly Posting[]): string {
  const cells = postings.map(({ side, account, amount, phase }) => ({
    side,
    account: phase === 'pending' ? `${account} (pending)` : account,
    amount: formatDecimal(amount),
    currency: amount.currency.toUpperCase(),
  }))
  const width = Math.max(...cells.map(({ account }) => account.length))
  const digits = Math.max(...cells.map(({ amount }) => amount.length))
  return cells
    .map(
      ({ side, account, amount, currency }) =>
        `${side.padEnd(6)}  ${account.padEnd(width)}  ${amount.padStart(digits)} ${currency}`,
    )
    .join('\n')
}

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n)
