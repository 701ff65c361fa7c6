import type { Queries } from '../db/index.ts'

/** An ask that is due to be looked up. */
export interface Due {
  readonly merchant_id: string
  readonly livemode: boolean
  readonly id: string
  readonly request_key: string | null
}

const perTable = 100

/** What is due to be settled, of all tenants, the longest overdue first. */
export async function dueAsks(queries: Queries, now: Date): Promise<Due[]> {
  const due = (table: 'attempts' | 'disputes' | 'modifications' | 'refunds' | 'setup_attempts') =>
    queries
      .selectFrom(table)
      .select(['merchant_id', 'livemode', 'id', 'request_key'])
      .where('check_at', '<=', now)
      .orderBy('check_at')
      .limit(perTable)
      .execute()
  const found = await Promise.all([
    due('attempts'),
    due('disputes'),
    due('modifications'),
    due('refunds'),
    due('setup_attempts'),
  ])
  return found.flat()
}

/** Holds whose time is over, of all tenants, the longest over first. */
export function endedHolds(queries: Queries, now: Date): Promise<Due[]> {
  return queries
    .selectFrom('attempts')
    .select(['merchant_id', 'livemode', 'id', 'request_key'])
    .where('status', '=', 'authorized')
    .where('open_modification_id', 'is', null)
    .where('capture_before', '<=', now)
    .orderBy('capture_before')
    .limit(perTable)
    .execute()
}

/**
 * Forgets answers nobody may ask for again.
 * @returns how many
 */
export async function forgetRequests(queries: Queries, before: Date): Promise<number> {
  const { numDeletedRows } = await queries
    .deleteFrom('idempotent_requests')
    .where('created_at', '<', before)
    .where('state', '=', 'done')
    .executeTakeFirst()
  return Number(numDeletedRows)
}
