import type { Queries, Row } from './db/index.ts'

/** Processor accounts of test mode that are at this installation's own simulators. */
export function simulatedAccounts(queries: Queries): Promise<Row<'processor_accounts'>[]> {
  return queries
    .selectFrom('processor_accounts')
    .selectAll()
    .where('livemode', '=', false)
    .where('base_url', 'like', 'simulator:%')
    .execute()
}
