import type { Database, Row } from '../db/index.ts'
import type { KeyedRequest } from './idempotency.ts'

/**
 * The stored row of an idempotency key. A merchant's is read as that merchant; the keys of PSPs and
 * operators, whose changes may be of either mode, across both.
 */
export function findKeyed(
  database: Pick<Database, 'tenant' | 'system'>,
  { ownerId, level, livemode, key }: KeyedRequest,
): Promise<Row<'idempotent_requests'> | undefined> {
  const queries =
    level === 'merchant' ? database.tenant({ merchantId: ownerId, livemode }) : database.system
  return queries
    .selectFrom('idempotent_requests')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .where('livemode', 'in', level === 'merchant' ? [livemode] : [true, false])
    .where('key', '=', key)
    .executeTakeFirst()
}
