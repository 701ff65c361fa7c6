import { sql } from 'kysely'
import type { Queries, Row } from '../db/index.ts'

/** The PSP that was seeded under this slug. */
export function findSeededPsp(queries: Queries, slug: string): Promise<Row<'psps'> | undefined> {
  return queries
    .selectFrom('psps')
    .selectAll()
    .where(sql`metadata->>'demo'`, '=', slug)
    .orderBy('id')
    .executeTakeFirst()
}

/** The merchant of a PSP that was seeded under this slug. */
export function findSeededMerchant(
  queries: Queries,
  pspId: string,
  slug: string,
): Promise<Row<'merchants'> | undefined> {
  return queries
    .selectFrom('merchants')
    .selectAll()
    .where('psp_id', '=', pspId)
    .where(sql`metadata->>'demo'`, '=', slug)
    .orderBy('id')
    .executeTakeFirst()
}

/** Whether a PSP has a test account of this name. */
export async function hasAccount(queries: Queries, pspId: string, name: string): Promise<boolean> {
  const row = await queries
    .selectFrom('processor_accounts')
    .select('id')
    .where('psp_id', '=', pspId)
    .where('livemode', '=', false)
    .where('name', '=', name)
    .executeTakeFirst()
  return row !== undefined
}

/** Operators' keys of this name that still work. */
export function livingOperatorKeys(
  queries: Queries,
  name: string,
  now: Date,
): Promise<Pick<Row<'api_keys'>, 'id'>[]> {
  return queries
    .selectFrom('api_keys')
    .select('id')
    .where('kind', '=', 'operator')
    .where('name', '=', name)
    .where('revoked_at', 'is', null)
    .where((at) => at.or([at('expires_at', 'is', null), at('expires_at', '>', now)]))
    .orderBy('id')
    .execute()
}
