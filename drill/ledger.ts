import type pg from 'pg'

/** What the ledger says a processor account owes us, in one currency; in minor units. */
export interface Clearing {
  readonly account: string
  readonly currency: string
  /** Taken and not given back. */
  readonly posted: bigint
  /** Held and not yet taken. */
  readonly pending: bigint
}

/** Clearing by the processor account whose payments and refunds it came of. */
export async function readClearing(client: pg.Client): Promise<Clearing[]> {
  const { rows } = await client.query<
    Record<'account' | 'currency' | 'posted' | 'pending', string>
  >(`
    select s.processor_account_id as account, p.currency,
      sum(p.posted)::text as posted, sum(p.pending)::text as pending
    from postings p
    left join (
      select merchant_id, livemode, id, processor_account_id from attempts
      union all select merchant_id, livemode, id, processor_account_id from refunds
    ) s on (s.merchant_id, s.livemode, s.id) = (p.merchant_id, p.livemode, p.source_id)
    where p.account = 'processor_clearing'
    group by 1, 2`)
  return rows.map(({ account, currency, posted, pending }) => ({
    ...{ account, currency },
    posted: BigInt(posted),
    pending: BigInt(pending),
  }))
}

/** The books of merchants that do not add up to nothing: there is none. */
export async function readImbalances(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(`
    select format('%s in %s: posted %s, pending %s', merchant_id, currency,
      sum(posted_debits - posted_credits), sum(pending_debits - pending_credits)) as line
    from account_balances group by merchant_id, livemode, currency
    having sum(posted_debits - posted_credits) <> 0 or sum(pending_debits - pending_credits) <> 0`)
  return rows.map(({ line }) => line)
}

/** Balances that are not what the entries add up to. */
export async function readDrift(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(`
    select format('%s of %s in %s', account, merchant_id, currency) as line
    from (
      select merchant_id, livemode, account, currency, sum(posted) as posted, sum(pending) as pending
      from postings group by 1, 2, 3, 4
    ) e
    full join account_balances b using (merchant_id, livemode, account, currency)
    where e.posted is distinct from b.posted_debits - b.posted_credits
      or e.pending is distinct from b.pending_debits - b.pending_credits`)
  return rows.map(({ line }) => line)
}

/** Whatever is still to be found out. */
export async function readOpen(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(`
    select format('%s is %s', id, status) as line from payment_intents
      where status in ('processing', 'requires_action')
    union all select format('%s is %s', id, status) from attempts
      where status in ('asking', 'unknown', 'pending', 'requires_action')
    union all select format('%s is %s', id, status) from modifications
      where status in ('asking', 'unknown', 'pending')
    union all select format('%s is %s', id, status) from refunds
      where status in ('asking', 'unknown', 'pending')
    union all select format('request %s of %s is open', key, owner_id) from idempotent_requests
      where state = 'in_progress'`)
  return rows.map(({ line }) => line)
}

/**
 * Deliveries that wait for their next try, in minutes or hours, have it now.
 * @returns how many events have not arrived yet
 */
export async function hastenDeliveries(client: pg.Client): Promise<number> {
  await client.query(
    `update webhook_deliveries set next_try_at = now()
     where state = 'pending' and next_try_at > now() + interval '1 second'`,
  )
  const { rows } = await client.query<{ owed: string }>(`
    select (select count(*) from outbox) +
      (select count(*) from webhook_deliveries where state = 'pending') as owed`)
  return Number(rows[0]?.owed ?? 0)
}
