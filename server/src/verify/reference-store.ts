import { sql } from 'kysely'
import type { Check } from './check.ts'
import { check } from './store.ts'

export const referenceChecks: readonly Check[] = [
  check(
    'requests-in-progress-wait-for-something',
    'A request that has been in progress for a minute waits for an answer from a processor.',
    sql`
      with open as (
        select merchant_id, livemode, request_key from attempts
          where status in ('asking', 'unknown', 'pending')
        union all select merchant_id, livemode, request_key from modifications
          where status in ('asking', 'unknown', 'pending')
        union all select merchant_id, livemode, request_key from refunds
          where status in ('asking', 'unknown', 'pending')
        union all select merchant_id, livemode, request_key from disputes where asking is not null
        union all select merchant_id, livemode, request_key from setup_attempts
          where status in ('asking', 'unknown', 'pending')
      )
      select r.owner_id as merchant_id, r.livemode, r.key as row,
        format('is in progress since %s and waits for nothing', r.created_at) as says
      from idempotent_requests r
      where r.state = 'in_progress' and r.created_at < now() - interval '1 minute'
        and not exists (
          select from open o
          where o.merchant_id = r.owner_id and o.livemode = r.livemode and o.request_key = r.key)`,
  ),
  check(
    'the-outbox-has-only-events',
    'What waits to be told to merchants is an event that is there.',
    sql`
      select o.merchant_id, o.livemode, o.event_id as row, 'is in the outbox, and nowhere else' as says
      from outbox o
      where not exists (
        select from events e
        where e.merchant_id = o.merchant_id and e.livemode = o.livemode and e.id = o.event_id)`,
  ),
  check(
    'entries-have-their-source',
    'Every entry names an object of its own merchant.',
    sql`
      select e.merchant_id, e.livemode, e.id as row,
        format('%s is of %s, which %s does not have', e.kind, e.source_id, e.merchant_id) as says
      from journal_entries e
      left join attempts a
        on a.merchant_id = e.merchant_id and a.livemode = e.livemode and a.id = e.source_id
      left join refunds r
        on r.merchant_id = e.merchant_id and r.livemode = e.livemode and r.id = e.source_id
      left join disputes d
        on d.merchant_id = e.merchant_id and d.livemode = e.livemode and d.id = e.source_id
      where a.id is null and r.id is null and d.id is null and e.source_id <> e.merchant_id`,
  ),
  check(
    'books-have-their-merchant',
    'Every book is of a merchant there is, and a live one of a live merchant.',
    sql`
      select h.merchant_id, h.livemode, 'ledger' as row, case when m.id is null then 'has no merchant'
        else 'is live, and its merchant is not' end as says
      from ledger_heads h left join merchants m on m.id = h.merchant_id
      where m.id is null or (h.livemode and not m.livemode)`,
  ),
  check(
    'tenants-agree',
    'What belongs together belongs to one merchant, its PSP and its mode.',
    sql`
      select a.merchant_id, a.livemode, a.id as row,
        format('was sent to %s, which its merchant may not use', a.processor_account_id) as says
      from attempts a
      left join merchants m on m.id = a.merchant_id
      left join processor_accounts p on p.id = a.processor_account_id
      where p.psp_id is distinct from m.psp_id or p.livemode is distinct from a.livemode
        or p.merchant_id <> a.merchant_id
      union all
      select r.merchant_id, r.livemode, r.id,
        format('refunds %s, and not its attempt’s %s', r.intent_id, a.intent_id)
      from refunds r join attempts a
        on a.merchant_id = r.merchant_id and a.livemode = r.livemode and a.id = r.attempt_id
      where a.intent_id <> r.intent_id or a.currency <> r.currency
      union all
      select d.merchant_id, d.livemode, d.id,
        format('disputes %s %s of %s at %s, and its attempt is %s %s of %s at %s', d.amount, d.currency,
          d.intent_id, d.processor_account_id, a.amount_captured, a.currency, a.intent_id,
          a.processor_account_id)
      from disputes d join attempts a
        on a.merchant_id = d.merchant_id and a.livemode = d.livemode and a.id = d.attempt_id
      where (a.intent_id, a.currency, a.processor_account_id)
          <> (d.intent_id, d.currency, d.processor_account_id)
        or d.amount > a.amount_captured
      union all
      select a.merchant_id, a.livemode, a.id, format('is in %s, and its intent in %s', a.currency, i.currency)
      from attempts a join payment_intents i
        on i.merchant_id = a.merchant_id and i.livemode = a.livemode and i.id = a.intent_id
      where a.currency <> i.currency
      union all
      select i.merchant_id, i.livemode, i.id,
        format('is of %s, whom its merchant does not have', i.customer_id)
      from payment_intents i left join customers c
        on c.merchant_id = i.merchant_id and c.livemode = i.livemode and c.id = i.customer_id
      where i.customer_id is not null and c.id is null
      union all
      select p.merchant_id, p.livemode, p.id, format('is sealed with %s, a key of another PSP or mode', p.data_key_id)
      from payment_methods p
      left join merchants m on m.id = p.merchant_id
      left join data_keys k on k.id = p.data_key_id
      where p.data_key_id is not null
        and (k.psp_id is distinct from m.psp_id or k.livemode is distinct from p.livemode)`,
  ),
]
