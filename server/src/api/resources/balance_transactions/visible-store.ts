import type { Scope } from '../../../db/index.ts'
import type { TableQuery } from '../../rows-store.ts'
import { transactionKinds } from './types.ts'

/** Entries that are balance transactions. */
export function onlyTransactions(
  query: TableQuery<'journal_entries'>,
  scope: Scope,
): TableQuery<'journal_entries'> {
  return query
    .where('merchant_id', '=', scope.merchantId ?? '')
    .where('livemode', '=', scope.livemode)
    .where('kind', 'in', transactionKinds())
}
