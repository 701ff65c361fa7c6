import type { Scope } from '../../../db/index.ts'
import type { TableQuery } from '../../rows-store.ts'

/**
 * A PSP sees its merchants, and a merchant of them only itself. Live keys see no test merchants, test keys
 * see both kinds, and nobody sees a deleted one.
 */
export function visibleMerchants(
  query: TableQuery<'merchants'>,
  { pspId, merchantId, livemode }: Scope,
): TableQuery<'merchants'> {
  let visible = query.where('psp_id', '=', pspId ?? '').where('status', '<>', 'deleted')
  if (merchantId !== undefined) visible = visible.where('id', '=', merchantId)
  return livemode ? visible.where('livemode', '=', true) : visible
}
