import { sql } from 'kysely'
import { accountNames, entryKinds } from '../ledger/index.ts'
import type { Check } from './check.ts'
import { check } from './store.ts'

/** What an entry posts to an account; null when it does not touch it. */
const line = (account: string) => sql`e.posted[array_position(e.accounts, ${sql.lit(account)})]`

export const ledgerChecks: readonly Check[] = [
  check(
    'entries-balance',
    'Every entry’s debits equal its credits, posted and pending.',
    sql`
      select e.merchant_id, e.livemode, e.id as row,
        format('%s is off by %s posted, %s pending', e.kind, sums.posted, sums.pending) as says
      from journal_entries e
      cross join lateral (
        select sum(posted) as posted, sum(pending) as pending
        from unnest(e.posted, e.pending) as lines(posted, pending)
      ) sums
      where sums.posted is distinct from 0 or sums.pending is distinct from 0`,
  ),
  check(
    'entries-speak-of-known-accounts',
    'Every entry is of a known kind, and posts once to each of some accounts of the chart.',
    sql`
      select e.merchant_id, e.livemode, e.id as row,
        format('%s posts to %s', e.kind, array_to_string(e.accounts, ', ')) as says
      from journal_entries e
      where not e.accounts <@ ${[...accountNames]}::text[] or e.kind <> all (${[...entryKinds]}::text[])
        or cardinality(e.posted) <> cardinality(e.accounts)
        or cardinality(e.pending) <> cardinality(e.accounts)
        or (select count(distinct name) from unnest(e.accounts) as name) <> cardinality(e.accounts)`,
  ),
  check(
    'balances-are-sums-of-postings',
    'Each of an account’s four counters is the sum of its postings.',
    sql`
      with sums as (
        select e.merchant_id, e.livemode, l.account, e.currency,
          coalesce(sum(l.posted) filter (where l.posted > 0), 0) as posted_debits,
          coalesce(-sum(l.posted) filter (where l.posted < 0), 0) as posted_credits,
          coalesce(sum(l.pending) filter (where l.pending > 0), 0) as pending_debits,
          coalesce(-sum(l.pending) filter (where l.pending < 0), 0) as pending_credits
        from journal_entries e
        cross join lateral unnest(e.accounts, e.posted, e.pending) as l(account, posted, pending)
        group by 1, 2, 3, 4
      )
      select merchant_id, livemode, format('%s %s', account, currency) as row,
        format('has %s/%s posted and %s/%s pending, its entries make %s/%s and %s/%s',
          b.posted_debits, b.posted_credits, b.pending_debits, b.pending_credits,
          s.posted_debits, s.posted_credits, s.pending_debits, s.pending_credits) as says
      from account_balances b full join sums s using (merchant_id, livemode, account, currency)
      where (b.posted_debits, b.posted_credits, b.pending_debits, b.pending_credits)
        is distinct from (s.posted_debits, s.posted_credits, s.pending_debits, s.pending_credits)`,
  ),
  check(
    'available-funds-are-not-overdrawn',
    'No refund overdrew a merchant’s available funds: they are below zero by no more than disputes and the fees of refunded payments took.',
    sql`
      with taken as (
        select e.merchant_id, e.livemode, e.currency, sum(${line('merchant_available')}) as amount
        from journal_entries e
        where ${line('merchant_available')} > 0 and e.kind <> 'refunded'
        group by 1, 2, 3
      )
      select b.merchant_id, b.livemode, format('%s %s', b.account, b.currency) as row,
        format('is at %s, and only %s may be missing', b.posted_credits - b.posted_debits,
          coalesce(t.amount, 0)) as says
      from account_balances b left join taken t using (merchant_id, livemode, currency)
      where b.account = 'merchant_available'
        and b.posted_debits - b.posted_credits > coalesce(t.amount, 0)`,
  ),
  check(
    'books-have-no-gaps',
    'A book’s entries are numbered from 1 without gaps, and its head is the last one.',
    sql`
      with books as (
        select merchant_id, livemode, count(*) as entries, max(seq) as last
        from journal_entries group by 1, 2
      )
      select merchant_id, livemode, 'ledger' as row,
        format('has %s entries up to %s and a head at %s; the first one missing is %s',
          coalesce(b.entries, 0), coalesce(b.last, 0), coalesce(h.last_seq, 0), coalesce(gap.seq, 0)) as says
      from books b full join ledger_heads h using (merchant_id, livemode)
      cross join lateral (
        select min(seq) as seq from generate_series(1, greatest(b.last, h.last_seq)) as seq
        where not exists (
          select from journal_entries e
          where e.merchant_id = coalesce(b.merchant_id, h.merchant_id)
            and e.livemode = coalesce(b.livemode, h.livemode) and e.seq = seq.seq)
      ) gap
      where b.entries is distinct from h.last_seq or b.last is distinct from h.last_seq`,
  ),
  check(
    'pending-entries-are-settled-once',
    'An entry that settles another names an earlier, pending one of the same payment, which no other settles.',
    sql`
      select s.merchant_id, s.livemode, s.id as row,
        format('settles %s, which is %s', s.resolves, case
          when e.id is null then 'not there'
          when e.source_id <> s.source_id then 'of ' || e.source_id || ' and not of ' || s.source_id
          when s.times > 1 then 'settled ' || s.times || ' times'
          when e.seq >= s.seq then 'a later one'
          else 'not pending' end) as says
      from (
        select *, count(*) over (partition by merchant_id, livemode, resolves) as times
        from journal_entries where resolves is not null
      ) s
      left join journal_entries e
        on e.merchant_id = s.merchant_id and e.livemode = s.livemode and e.id = s.resolves
      where e.id is null or e.source_id <> s.source_id or s.times > 1 or e.seq >= s.seq
        or 0 = all (e.pending)`,
  ),
  check(
    'holds-are-authorized-attempts',
    'What is held is what attempts are authorized for, attempt by attempt.',
    sql`
      with holds as (
        select e.merchant_id, e.livemode, e.source_id as id, sum(l.pending) as amount
        from journal_entries e cross join lateral unnest(e.accounts, e.pending) as l(account, pending)
        where not 0 = all (e.pending) and l.account = 'processor_clearing'
        group by 1, 2, 3
      ), authorized as (
        select merchant_id, livemode, id, amount from attempts where status = 'authorized'
      )
      select merchant_id, livemode, id as row,
        format('is authorized for %s, and the ledger holds %s', coalesce(a.amount, 0),
          coalesce(h.amount, 0)) as says
      from holds h full join authorized a using (merchant_id, livemode, id)
      where coalesce(h.amount, 0) <> coalesce(a.amount, 0)`,
  ),
  check(
    'pending-funds-are-what-is-pending',
    'For each moment, pending funds are what entries put into merchant_pending for it and have not released.',
    sql`
      with sums as (
        select e.merchant_id, e.livemode, e.currency, e.available_at,
          -sum(${line('merchant_pending')}) as amount
        from journal_entries e where ${line('merchant_pending')} <> 0
        group by 1, 2, 3, 4
      )
      select merchant_id, livemode, format('%s %s', currency, available_at) as row,
        format('is %s, and its entries make %s', coalesce(f.amount, 0), coalesce(s.amount, 0)) as says
      from pending_funds f full join sums s using (merchant_id, livemode, currency, available_at)
      where coalesce(f.amount, 0) <> coalesce(s.amount, 0)`,
  ),
]
