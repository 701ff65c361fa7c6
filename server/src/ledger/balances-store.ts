import { sql } from 'kysely'
import type { Queries } from '../db/index.ts'
import type { Book } from './chain.ts'

/** What a merchant is owed in one currency, in minor units; negative when the merchant owes. */
export interface Funds {
  readonly currency: string
  readonly available: bigint
  readonly pending: bigint
}

/**
 * A merchant's funds. What is due counts as available from its moment on, whether or not a worker has
 * released it yet, so that the balance always agrees with its transactions.
 */
export async function fundsOf(
  queries: Queries,
  { merchant_id, livemode }: Book,
  at: Date,
): Promise<Funds[]> {
  const { rows } = await sql<Funds>`
    with due as (
      select currency, sum(amount)::bigint as amount from pending_funds
      where merchant_id = ${merchant_id} and livemode = ${livemode} and available_at <= ${at}
      group by currency
    ), balances as (
      select currency, account, posted_credits - posted_debits as amount from account_balances
      where merchant_id = ${merchant_id} and livemode = ${livemode}
        and account in ('merchant_available', 'merchant_pending')
    )
    select currency,
      (coalesce(a.amount, 0) + coalesce(due.amount, 0))::bigint as available,
      (coalesce(p.amount, 0) - coalesce(due.amount, 0))::bigint as pending
    from (select * from balances where account = 'merchant_available') a
    full join (select * from balances where account = 'merchant_pending') p using (currency)
    left join due using (currency)
    order by currency`.execute(queries)
  return rows
}

/** An account's four counters in one currency. */
export interface Counters {
  readonly account: string
  readonly currency: string
  readonly posted_debits: bigint
  readonly posted_credits: bigint
  readonly pending_debits: bigint
  readonly pending_credits: bigint
}

/** Every account of a book that was ever touched. */
export function countersOf(queries: Queries, { merchant_id, livemode }: Book): Promise<Counters[]> {
  return queries
    .selectFrom('account_balances')
    .select(['account', 'currency', 'posted_debits', 'posted_credits'])
    .select(['pending_debits', 'pending_credits'])
    .where('merchant_id', '=', merchant_id)
    .where('livemode', '=', livemode)
    .orderBy('currency')
    .orderBy('account')
    .execute()
}

/** The counters as they were at a moment, added up from the entries effective before it. */
export async function countersBefore(
  queries: Queries,
  { merchant_id, livemode }: Book,
  moment: Date,
): Promise<Counters[]> {
  const { rows } = await sql<Counters>`
    select line.account, e.currency,
      coalesce(sum(line.posted) filter (where line.posted > 0), 0)::bigint as posted_debits,
      coalesce(-sum(line.posted) filter (where line.posted < 0), 0)::bigint as posted_credits,
      coalesce(sum(line.pending) filter (where line.pending > 0), 0)::bigint as pending_debits,
      coalesce(-sum(line.pending) filter (where line.pending < 0), 0)::bigint as pending_credits
    from journal_entries e
    cross join lateral unnest(e.accounts, e.posted, e.pending) as line(account, posted, pending)
    where e.merchant_id = ${merchant_id} and e.livemode = ${livemode} and e.effective_at < ${moment}
    group by line.account, e.currency
    order by e.currency, line.account collate "C"`.execute(queries)
  return rows
}

/** How long a book is, how far its hash chain goes, and the chain's hash there. */
export async function proofOf(
  queries: Queries,
  { merchant_id, livemode }: Book,
): Promise<{ entries: bigint; sealed: bigint; hash: string | null }> {
  const [head, block] = await Promise.all([
    queries
      .selectFrom('ledger_heads')
      .select('last_seq')
      .where('merchant_id', '=', merchant_id)
      .where('livemode', '=', livemode)
      .executeTakeFirst(),
    queries
      .selectFrom('ledger_blocks')
      .select(['last_seq', 'hash'])
      .where('merchant_id', '=', merchant_id)
      .where('livemode', '=', livemode)
      .orderBy('first_seq', 'desc')
      .limit(1)
      .executeTakeFirst(),
  ])
  return {
    entries: head?.last_seq ?? 0n,
    sealed: block?.last_seq ?? 0n,
    hash: block?.hash ?? null,
  }
}
