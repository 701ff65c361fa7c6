import type { Scope } from '../../../db/index.ts'
import type { TableQuery } from '../../rows-store.ts'

/** A PSP sees its own, of the mode it asks in. */
export function visibleProcessorAccounts(
  query: TableQuery<'processor_accounts'>,
  { pspId, livemode }: Scope,
): TableQuery<'processor_accounts'> {
  return query.where('psp_id', '=', pspId ?? '').where('livemode', '=', livemode)
}
