import type { Scope } from '../../../db/index.ts'
import type { TableQuery } from '../../rows-store.ts'

/** Its merchant's, in its mode. A deleted endpoint keeps its row and is not seen. */
export function visibleEndpoints(
  query: TableQuery<'webhook_endpoints'>,
  { merchantId, livemode }: Scope,
): TableQuery<'webhook_endpoints'> {
  return query
    .where('merchant_id', '=', merchantId ?? '')
    .where('livemode', '=', livemode)
    .where('status', '<>', 'deleted')
}
