import { type RawBuilder, sql } from 'kysely'
import { openDatabase, type Queries } from '../db/index.ts'
import type { Breach, Check } from './check.ts'

/**
 * A check that is one query.
 * @param breaches a query whose rows are `Breach`es
 */
export function check(name: string, promise: string, breaches: RawBuilder<unknown>): Check {
  return {
    name,
    promise,
    async find(snapshot, most) {
      const { rows } = await sql<Breach>`
        select merchant_id, livemode, "row", says from (${breaches}) as breaches limit ${most}`.execute(
        snapshot,
      )
      return rows
    },
  }
}

/**
 * Works on a database as it is at one moment, across all tenants and for as long as it takes.
 * @param databaseUrl as for `openDatabase`
 */
export async function inSnapshot<T>(
  databaseUrl: string,
  work: (snapshot: Queries) => Promise<T>,
): Promise<T> {
  const database = openDatabase(databaseUrl, { size: 2 })
  try {
    return await database.system
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (snapshot) => {
        await sql`set local statement_timeout = 0`.execute(snapshot)
        await sql`set local idle_in_transaction_session_timeout = 0`.execute(snapshot)
        await sql`set local work_mem = '128MB'`.execute(snapshot)
        return work(snapshot)
      })
  } finally {
    await database.close()
  }
}
