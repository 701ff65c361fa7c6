import { sql } from 'kysely'
import type { Check } from './check.ts'
import { check } from './store.ts'

const line = (account: string) =>
  sql`coalesce(e.posted[array_position(e.accounts, ${sql.lit(account)})], 0)`

/**
 * Attempts that are their intent's own. One that was given up and approved all the same goes its own way: its
 * intent has gone on without it, and what it took is on its way back.
 */
const own = sql`(
  select a.* from attempts a
  where not exists (
    select from modifications m
    where m.merchant_id = a.merchant_id and m.livemode = a.livemode and m.attempt_id = a.id
      and m.kind = 'void' and m.status = 'succeeded')
) a`

/** An attempt somebody still waits for: its own answer, or that of a capture or void of it. */
const isOpen = sql`(a.status in ('asking', 'unknown', 'pending', 'requires_action')
  or a.open_modification_id is not null)`

export const paymentChecks: readonly Check[] = [
  check(
    'sums-stay-within-what-was-authorized',
    'No more is captured than was authorized, and no more refunded than captured.',
    sql`
      select merchant_id, livemode, id as row,
        format('%s of %s captured, %s refunded, in status %s', amount_captured, amount,
          amount_refunded, status) as says
      from attempts
      where not (amount_captured between 0 and amount and amount_refunded between 0 and amount_captured)
        or (status = 'captured') <> (amount_captured > 0)`,
  ),
  check(
    'captures-are-in-the-ledger',
    'Every captured attempt has its entry, with its gross and its fees, and every such entry its attempt.',
    sql`
      with captured as (
        select merchant_id, livemode, id as attempt_id, capture_entry_id as id, amount_captured, currency,
          (details ->> 'fee')::bigint as fee,
          coalesce((details ->> 'application_fee')::bigint, 0) as application_fee
        from attempts where status = 'captured' or capture_entry_id is not null
      ), entries as (
        select e.merchant_id, e.livemode, e.id, e.source_id, e.currency,
          ${line('processor_clearing')} as gross, -${line('psp_fee_revenue')} as fee,
          -${line('application_fee_revenue')} as application_fee
        from journal_entries e where e.kind = 'captured'
      )
      select merchant_id, livemode, coalesce(a.attempt_id, e.id) as row, case
        when e.id is null then format('captured %s, and no entry says so', a.amount_captured)
        when a.attempt_id is null then format('books %s captured, and no attempt says so', e.gross)
        else format('captured %s %s, fees %s and %s; its entry %s says %s %s, fees %s and %s, of %s',
          a.amount_captured, a.currency, a.fee, a.application_fee, e.id, e.gross, e.currency, e.fee,
          e.application_fee, e.source_id) end as says
      from captured a full join entries e using (merchant_id, livemode, id)
      where (a.attempt_id, a.amount_captured, a.currency, a.fee, a.application_fee)
        is distinct from (e.source_id, e.gross, e.currency, e.fee, e.application_fee)`,
  ),
  check(
    'refunds-are-in-the-ledger',
    'Every refund has its entry, with its amount, and every such entry its refund.',
    sql`
      with entries as (
        select e.merchant_id, e.livemode, e.id, e.source_id, e.currency,
          -${line('processor_clearing')} as amount
        from journal_entries e where e.kind = 'refunded'
      ), asked as (
        select merchant_id, livemode, id as refund_id, entry_id as id, amount, currency from refunds
      )
      select merchant_id, livemode, coalesce(r.refund_id, e.id) as row, case
        when e.id is null then format('refunds %s, and no entry says so', r.amount)
        when r.refund_id is null then format('books %s refunded, and no refund says so', e.amount)
        else format('refunds %s %s; its entry %s says %s %s of %s', r.amount, r.currency, e.id, e.amount,
          e.currency, e.source_id) end as says
      from asked r full join entries e using (merchant_id, livemode, id)
      where (r.refund_id, r.amount, r.currency) is distinct from (e.source_id, e.amount, e.currency)`,
  ),
  check(
    'failed-refunds-are-given-back',
    'Every refund that failed or was canceled, and no other, has an entry that gives its money back.',
    sql`
      with entries as (
        select e.merchant_id, e.livemode, e.id, e.source_id, e.currency,
          ${line('processor_clearing')} as amount
        from journal_entries e where e.kind = 'refund_failed'
      ), failed as (
        select merchant_id, livemode, id as refund_id, failure_entry_id as id, amount, currency, status
        from refunds where status in ('failed', 'canceled') or failure_entry_id is not null
      )
      select merchant_id, livemode, coalesce(r.refund_id, e.id) as row, case
        when e.id is null then format('is %s, and no entry gives its %s back', r.status, r.amount)
        when r.refund_id is null then format('gives %s back, and no refund failed', e.amount)
        else format('is %s with %s %s; its entry %s gives %s %s back, of %s', r.status, r.amount,
          r.currency, e.id, e.amount, e.currency, e.source_id) end as says
      from failed r full join entries e using (merchant_id, livemode, id)
      where (r.refund_id, r.amount, r.currency) is distinct from (e.source_id, e.amount, e.currency)
        or r.status not in ('failed', 'canceled')`,
  ),
  check(
    'application-fees-are-given-back-by-refunds',
    'What an attempt counts as given back of its application fee is what its refunds give back that did not fail, as their entries say, and never more than was taken.',
    sql`
      with given as (
        select e.merchant_id, e.livemode, r.attempt_id as id, sum(${line('application_fee_revenue')}) as amount
        from journal_entries e join refunds r
          on r.merchant_id = e.merchant_id and r.livemode = e.livemode and r.id = e.source_id
        where 'application_fee_revenue' = any (e.accounts) group by 1, 2, 3
      ), told as (
        select merchant_id, livemode, attempt_id as id,
          sum((details ->> 'application_fee')::bigint) as amount
        from refunds where status not in ('failed', 'canceled') group by 1, 2, 3
      ), counted as (
        select merchant_id, livemode, id, (details ->> 'application_fee')::bigint as taken,
          (details ->> 'application_fee_refunded')::bigint as amount
        from attempts
      )
      select merchant_id, livemode, id as row,
        format('counts %s of its fee of %s as given back; its refunds say %s, their entries %s',
          coalesce(c.amount, 0), coalesce(c.taken, 0), coalesce(t.amount, 0), coalesce(g.amount, 0)) as says
      from counted c full join given g using (merchant_id, livemode, id)
        left join told t using (merchant_id, livemode, id)
      where coalesce(c.amount, 0) <> coalesce(g.amount, 0) or coalesce(c.amount, 0) <> coalesce(t.amount, 0)
        or coalesce(c.amount, 0) > coalesce(c.taken, 0)`,
  ),
  check(
    'refunded-is-the-sum-of-refunds',
    'What an attempt counts as refunded is the sum of its refunds that did not fail.',
    sql`
      with sums as (
        select merchant_id, livemode, attempt_id as id, sum(amount) as amount
        from refunds where status not in ('failed', 'canceled') group by 1, 2, 3
      ), counted as (
        select merchant_id, livemode, id, amount_refunded from attempts where amount_refunded <> 0
      )
      select merchant_id, livemode, id as row,
        format('counts %s as refunded, its refunds make %s', coalesce(a.amount_refunded, 0),
          coalesce(s.amount, 0)) as says
      from counted a full join sums s using (merchant_id, livemode, id)
      where coalesce(a.amount_refunded, 0) <> coalesce(s.amount, 0)`,
  ),
  check(
    'intents-agree-with-their-attempts',
    'An intent’s status and amounts are what its attempts make of it: one that succeeded has exactly one captured attempt.',
    sql`
      with tries as (
        select a.merchant_id, a.livemode, a.intent_id as id,
          count(*) filter (where a.status = 'captured') as captured,
          max(a.id) filter (where a.status = 'captured') as captured_id,
          sum(a.amount_captured) as received,
          count(*) filter (where a.status = 'authorized') as authorized,
          max(a.amount) filter (where a.status = 'authorized') as held,
          count(*) filter (where a.status = 'authorized' and a.open_modification_id is null) as kept,
          count(*) filter (where ${isOpen}) as open,
          max(a.id) filter (where ${isOpen}) as open_id,
          count(*) filter (where a.status = 'requires_action') as acting
        from ${own} group by 1, 2, 3
      ), judged as (
        select i.merchant_id, i.livemode, i.id as row, i.status, case
          when i.status = 'succeeded' and t.captured is distinct from 1
            then format('has %s captured attempts', coalesce(t.captured, 0))
          when i.status = 'succeeded' and i.latest_attempt_id is distinct from t.captured_id
            then format('names %s, and %s was captured', i.latest_attempt_id, t.captured_id)
          when i.status = 'succeeded' and i.amount_received is distinct from t.received
            then format('says %s was received, and %s was captured', i.amount_received, t.received)
          when i.status not in ('succeeded', 'canceled') and t.captured > 0
            then format('has a captured attempt, %s', t.captured_id)
          when i.status = 'requires_capture' and (t.authorized, t.held) is distinct from (1, i.amount_capturable)
            then format('says %s can be captured, and %s attempts hold %s', i.amount_capturable,
              coalesce(t.authorized, 0), coalesce(t.held, 0))
          when i.status = 'processing' and coalesce(t.open, 0) = 0
            then 'waits for an answer to a question nobody asked'
          when i.status = 'requires_action' and coalesce(t.acting, 0) = 0
            then 'waits for a payer whom no attempt has asked to act'
          when i.status in ('requires_payment_method', 'requires_confirmation') and t.open + t.authorized > 0
            then 'can be tried again while an attempt is open or holds money'
          when i.status = 'canceled' and t.kept > 0
            then 'still holds money'
          when i.status not in ('processing', 'requires_capture') and i.status <> 'canceled'
            and i.amount_capturable <> 0
            then format('says %s can be captured', i.amount_capturable)
          when i.status <> 'succeeded' and i.amount_received <> 0
            then format('says %s was received', i.amount_received)
          when i.status <> 'canceled' and i.open_attempt_id is distinct from t.open_id
            then format('names %s as open, and %s is', coalesce(i.open_attempt_id, 'none'),
              coalesce(t.open_id, 'none'))
          end as says
        from payment_intents i left join tries t using (merchant_id, livemode, id)
      )
      select merchant_id, livemode, row, format('is %s and %s', status, says) as says
      from judged where says is not null`,
  ),
  check(
    'at-most-one-attempt-is-open',
    'No intent has two attempts whose answers are awaited.',
    sql`
      select a.merchant_id, a.livemode, a.intent_id as row,
        'has open attempts: ' || string_agg(a.id, ', ' order by a.id) as says
      from ${own} where ${isOpen}
      group by 1, 2, 3 having count(*) > 1`,
  ),
  check(
    'what-came-too-late-is-given-back',
    'What an attempt took or holds that was given up before is on its way back.',
    sql`
      select a.merchant_id, a.livemode, a.id as row,
        format('was given up, is %s, and keeps %s', a.status, a.amount - a.amount_refunded) as says
      from attempts a
      where ((a.status = 'captured' and a.amount_refunded < a.amount_captured)
          or (a.status = 'authorized' and a.open_modification_id is null))
        and exists (
          select from modifications m
          where m.merchant_id = a.merchant_id and m.livemode = a.livemode and m.attempt_id = a.id
            and m.kind = 'void' and m.status = 'succeeded')`,
  ),
  check(
    'setup-intents-agree-with-their-attempts',
    'A setup intent’s status is what its attempts make of it: one that succeeded has exactly one that did.',
    sql`
      with tries as (
        select merchant_id, livemode, intent_id as id,
          count(*) filter (where status = 'succeeded') as succeeded,
          count(*) filter (where status in ('asking', 'unknown', 'pending')) as asking,
          count(*) filter (where status = 'requires_action') as acting,
          max(id) filter (where status in ('asking', 'unknown', 'pending', 'requires_action')) as open_id
        from setup_attempts group by 1, 2, 3
      ), judged as (
        select i.merchant_id, i.livemode, i.id as row, i.status, case
          when (i.status = 'succeeded') <> (coalesce(t.succeeded, 0) = 1) or t.succeeded > 1
            then format('has %s attempts that succeeded', coalesce(t.succeeded, 0))
          when (i.status = 'processing') <> (coalesce(t.asking, 0) = 1) or t.asking > 1
            then format('has %s attempts whose answer is awaited', coalesce(t.asking, 0))
          when (i.status = 'requires_action') <> (coalesce(t.acting, 0) = 1) or t.acting > 1
            then format('has %s attempts that wait for the payer', coalesce(t.acting, 0))
          when i.open_attempt_id is distinct from t.open_id
            then format('names %s as open, and %s is', coalesce(i.open_attempt_id, 'none'),
              coalesce(t.open_id, 'none'))
          end as says
        from setup_intents i left join tries t using (merchant_id, livemode, id)
      )
      select merchant_id, livemode, row, format('is %s and %s', status, says) as says
      from judged where says is not null`,
  ),
  check(
    'modifications-agree-with-their-attempts',
    'An attempt names the capture, void or raise that is open on it, and there is no other.',
    sql`
      with named as (
        select merchant_id, livemode, open_modification_id as id, id as attempt_id
        from attempts where open_modification_id is not null
      ), open as (
        select merchant_id, livemode, id, attempt_id
        from modifications where status in ('asking', 'unknown', 'pending')
      )
      select merchant_id, livemode, id as row,
        format('is open on %s, which %s names', coalesce(o.attempt_id, 'nothing'),
          coalesce(n.attempt_id, 'nobody')) as says
      from named n full join open o using (merchant_id, livemode, id)
      where n.attempt_id is distinct from o.attempt_id`,
  ),
  check(
    'answers-that-are-owed-are-followed-up',
    'What was asked and not answered has a time at which it is looked up.',
    sql`
      select merchant_id, livemode, id as row, format('is %s and nobody will look', status) as says
      from (
        select merchant_id, livemode, id, status, check_at from attempts
          where status in ('asking', 'unknown', 'pending')
        union all select merchant_id, livemode, id, status, check_at from modifications
          where status in ('asking', 'unknown', 'pending')
        union all select merchant_id, livemode, id, status, check_at from refunds
          where status in ('asking', 'unknown', 'pending')
        union all select merchant_id, livemode, id, status, check_at from setup_attempts
          where status in ('asking', 'unknown', 'pending')
      ) asked where check_at is null`,
  ),
  check(
    'processor-references-are-used-once',
    'No two attempts, and no two refunds, of a processor account have one processor reference.',
    sql`
      select merchant_id, livemode, string_agg(id, ', ' order by id) as row,
        format('are %s at %s', processor_reference, processor_account_id) as says
      from (
        select 'attempt' as what, merchant_id, livemode, processor_account_id, processor_reference, id
          from attempts where processor_reference is not null
        union all
        select 'refund', merchant_id, livemode, processor_account_id, processor_reference, id
          from refunds where processor_reference is not null
      ) known
      group by what, merchant_id, livemode, processor_account_id, processor_reference
      having count(*) > 1`,
  ),
]
