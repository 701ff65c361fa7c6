import type { Row } from '../../../db/index.ts'
import { unixSeconds } from '../../../kernel/index.ts'
import { kind, type WireObject } from '../../kinds.ts'
import { ledgerEntry } from './schema.ts'

export const ledgerEntryKind = kind({
  table: 'journal_entries',
  object: 'ledger_entry',
  prefix: 'je',
  schema: ledgerEntry,
  expandable: { settles: 'journal_entries', source: ['attempts', 'refunds', 'disputes'] },
  view: (row) => ({
    id: row.id,
    object: 'ledger_entry',
    available_on: row.available_at && unixSeconds(row.available_at),
    created: unixSeconds(row.created_at),
    currency: row.currency,
    description: row.description,
    effective_at: unixSeconds(row.effective_at),
    kind: row.kind,
    livemode: row.livemode,
    postings: postingsOf(row),
    sequence: Number(row.seq),
    settles: row.resolves,
    source: row.source_id,
  }),
})

/** A line moves a posted and a pending amount; each that is not nothing is a posting. */
function postingsOf({ accounts, posted, pending }: Row<'journal_entries'>): WireObject[] {
  return accounts.flatMap((account, line) => [
    ...posting(account, posted[line] ?? 0n, 'posted'),
    ...posting(account, pending[line] ?? 0n, 'pending'),
  ])
}

function posting(account: string, moved: bigint, phase: 'posted' | 'pending'): WireObject[] {
  if (moved === 0n) return []
  const amount = Number(moved > 0n ? moved : -moved)
  return [{ account, amount, phase, side: moved > 0n ? 'debit' : 'credit' }]
}
