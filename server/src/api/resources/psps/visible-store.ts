import type { Scope } from '../../../db/index.ts'
import type { TableQuery } from '../../rows-store.ts'

/** An operator sees every PSP, a PSP itself. */
export function visiblePsps(query: TableQuery<'psps'>, { pspId }: Scope): TableQuery<'psps'> {
  return pspId === undefined ? query : query.where('id', '=', pspId)
}
