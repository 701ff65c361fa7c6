import { sql } from 'kysely'
import type { Queries } from '../db/index.ts'
import { healthChanges, type Outcome } from './outcome.ts'

/**
 * Writes what became of sends, all of them in one statement: the log, where each delivery stands, and how
 * each endpoint is doing. A delivery whose lease has run out is somebody else's by now: its try is
 * logged, and the rest is theirs to say.
 *
 * @returns since when each endpoint has been failing that was tried and is failing now, by its id
 */
export async function writeOutcomes(
  system: Queries,
  outcomes: readonly Outcome[],
): Promise<Map<string, Date>> {
  const { rows } = await sql<{ endpoint_id: string; failing_since: Date }>`
    with outcomes as (
      select * from json_to_recordset(${JSON.stringify(outcomes.map(record))}::json) as o (
        merchant_id text, livemode boolean, event_id text, endpoint_id text, id text,
        created_at timestamptz, url text, duration_ms int, status int, response text, error text,
        state text, next_try_at timestamptz, lease timestamptz)
    ), logged as (
      insert into webhook_tries (merchant_id, livemode, event_id, endpoint_id, id, created_at, url,
        duration_ms, status, response, error)
      select merchant_id, livemode, event_id, endpoint_id, id, created_at, url,
        duration_ms, status, response, error
      from outcomes
    ), moved as (
      update webhook_deliveries d
      set state = o.state, next_try_at = o.next_try_at, tries = d.tries + 1, last_try_id = o.id
      from outcomes o
      where d.merchant_id = o.merchant_id and d.livemode = o.livemode and d.event_id = o.event_id
        and d.endpoint_id = o.endpoint_id and d.state = 'pending' and d.next_try_at = o.lease
    ), changes as (
      select * from json_to_recordset(${JSON.stringify(healthChanges(outcomes))}::json) as h (
        merchant_id text, livemode boolean, endpoint_id text, failures int, failing_since timestamptz)
    ), recovered as (
      update webhook_health h set consecutive_failures = 0, failing_since = null
      from changes c
      where h.merchant_id = c.merchant_id and h.livemode = c.livemode
        and h.endpoint_id = c.endpoint_id and c.failures = 0 and h.failing_since is not null
    )
    insert into webhook_health as h
      (merchant_id, livemode, endpoint_id, consecutive_failures, failing_since)
    select merchant_id, livemode, endpoint_id, failures, failing_since
    from changes where failures > 0
    on conflict (merchant_id, livemode, endpoint_id) do update set
      consecutive_failures = h.consecutive_failures + excluded.consecutive_failures,
      failing_since = coalesce(h.failing_since, excluded.failing_since)
    returning endpoint_id, failing_since
  `.execute(system)
  return new Map(rows.map(({ endpoint_id, failing_since }) => [endpoint_id, failing_since]))
}

function record({ claim, tryId, at, answer, verdict }: Outcome) {
  return {
    merchant_id: claim.merchantId,
    livemode: claim.livemode,
    event_id: claim.eventId,
    endpoint_id: claim.endpointId,
    id: tryId,
    created_at: at,
    url: claim.endpoint.url,
    duration_ms: answer.durationMs,
    status: answer.status,
    response: answer.response,
    error: answer.error,
    state: verdict.state,
    next_try_at: verdict.state === 'pending' ? verdict.nextTryAt : null,
    lease: claim.lease,
  }
}
