import { sql } from 'kysely'
import type { Check } from './check.ts'
import { check } from './store.ts'

const line = (account: string) =>
  sql`coalesce(e.posted[array_position(e.accounts, ${sql.lit(account)})], 0)`

export const disputeChecks: readonly Check[] = [
  check(
    'disputes-are-in-the-ledger',
    'What a dispute’s entries took and did not give back is its amount while it says so, and else nothing; it names all of them, and has paid its fee at most once.',
    sql`
      with booked as (
        select e.merchant_id, e.livemode, e.source_id as id, e.currency,
          -sum(${line('processor_clearing')}) as taken, json_agg(e.id order by e.seq)::text as entries,
          count(*) filter (where ${line('dispute_fee_revenue')} <> 0) as fees
        from journal_entries e where e.kind in ('dispute_opened', 'dispute_won')
        group by 1, 2, 3, 4
      ), told as (
        select merchant_id, livemode, id, status, currency, details -> 'entries' as entries,
          case when withdrawn then amount else 0 end as amount
        from disputes
      )
      select merchant_id, livemode, id as row, case
        when d.status is null then format('books %s disputed, and no dispute says so', b.taken)
        else format('is %s for %s %s and names %s; %s have taken %s %s and %s fees', d.status, d.amount,
          d.currency, d.entries, coalesce(b.entries, 'none'), coalesce(b.taken, 0),
          coalesce(b.currency, ''), coalesce(b.fees, 0)) end as says
      from told d full join booked b using (merchant_id, livemode, id)
      where d.amount is distinct from coalesce(b.taken, 0) or b.currency <> d.currency or b.fees > 1
        or d.entries::jsonb is distinct from coalesce(b.entries, '[]')::jsonb`,
  ),
  check(
    'charges-know-of-their-disputes',
    'A charge is disputed when there was a chargeback of it, and names the last one who complained.',
    sql`
      with complaints as (
        select merchant_id, livemode, attempt_id as id, max(id) as last,
          bool_or(json_array_length(details -> 'entries') > 0) as charged_back
        from disputes group by 1, 2, 3
      ), charges as (
        select merchant_id, livemode, id, disputed, details ->> 'dispute' as dispute
        from attempts where disputed or details ->> 'dispute' is not null
      )
      select merchant_id, livemode, id as row,
        format('says %s and disputed: %s, and its last dispute is %s, charged back: %s',
          coalesce(c.dispute, 'nothing'), coalesce(c.disputed, false), coalesce(d.last, 'none'),
          coalesce(d.charged_back, false)) as says
      from charges c full join complaints d using (merchant_id, livemode, id)
      where c.disputed is distinct from d.charged_back or c.dispute is distinct from d.last`,
  ),
]
