import { sql } from 'kysely'
import type { ListAnswer } from '../../answers.ts'
import type { Reader } from '../../kinds.ts'
import type { ListQuery } from '../../list-params.ts'
import { list } from '../../list-store.ts'
import { ledgerEntryKind } from './entry-view.ts'

/** What a list of entries is narrowed to. */
export interface EntryFilter {
  readonly account?: string
  readonly currency?: string
  readonly kind?: string
  readonly source?: string
}

/** A page of entries, newest first. */
export function listEntries(
  reader: Reader,
  page: ListQuery,
  { account, currency, kind, source }: EntryFilter,
): Promise<ListAnswer> {
  return list(reader, ledgerEntryKind, page, {
    equals: { currency, kind, source_id: source },
    where: (query) =>
      account === undefined ? query : query.where(sql<boolean>`${account} = any(accounts)`),
  })
}
