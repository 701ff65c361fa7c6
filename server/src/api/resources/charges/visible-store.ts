import type { Row } from '../../../db/index.ts'
import type { Reader } from '../../kinds.ts'
import { ownedRows, type TableQuery, type UsualQuery } from '../../rows-store.ts'

/**
 * Attempts that are charges to the merchant: those a processor said yes or no to. One still being asked
 * about, and one that was given up before anything was held, are ours to know.
 */
export function onlyCharges(query: TableQuery<'attempts'>): TableQuery<'attempts'> {
  return query.where(({ or, and, eb }) =>
    or([
      eb('status', 'in', ['authorized', 'captured', 'declined', 'expired']),
      and([eb('status', '=', 'voided'), eb('authorization_entry_id', 'is not', null)]),
    ]),
  )
}

/** The same of one attempt. */
export function isCharge({
  status,
  authorization_entry_id,
}: Pick<Row<'attempts'>, 'status' | 'authorization_entry_id'>): boolean {
  return status === 'voided'
    ? authorization_entry_id !== null
    : ['authorized', 'captured', 'declined', 'expired'].includes(status)
}

/** A query over the caller's charges. */
export function visibleCharges(reader: Reader): TableQuery<'attempts'> {
  const all: UsualQuery = ownedRows(reader.queries, { table: 'attempts' }, reader.scope)
  return onlyCharges(all as unknown as TableQuery<'attempts'>)
}
