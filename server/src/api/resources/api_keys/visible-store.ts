import type { Scope } from '../../../db/index.ts'
import type { TableQuery } from '../../rows-store.ts'

/** A PSP sees its own keys and its merchants', of the mode it asks in; an operator those of PSPs. */
export function visibleKeys(
  query: TableQuery<'api_keys'>,
  { pspId, livemode }: Scope,
): TableQuery<'api_keys'> {
  return pspId === undefined
    ? query.where('kind', '=', 'psp')
    : query.where('psp_id', '=', pspId).where('livemode', '=', livemode)
}
