import type { Row } from '../../../db/index.ts'
import { unixSeconds } from '../../../kernel/index.ts'
import { type EntryKind, fundsMoved, transactionId } from '../../../ledger/index.ts'
import { typed } from '../../../payments/index.ts'
import { kind, type Viewing } from '../../kinds.ts'
import { balanceTransaction } from './schema.ts'
import { transactionTypes } from './types.ts'
import { onlyTransactions } from './visible-store.ts'

/** A journal entry as its merchant sees it: as a movement of what it is owed. */
export const balanceTransactionKind = kind({
  table: 'journal_entries',
  object: 'balance_transaction',
  prefix: 'txn',
  storedPrefix: 'je',
  schema: balanceTransaction,
  visible: onlyTransactions,
  expandable: { source: ['attempts', 'refunds', 'disputes'] },
  companions: ({ source_id }) =>
    source_id.startsWith('ch_') ? [{ table: 'attempts', id: source_id }] : [],
  view(row, viewing) {
    const meaning = transactionTypes[row.kind as EntryKind]
    if (meaning === undefined) throw new Error(`${row.id} (${row.kind}) is no transaction.`)
    const { amount, fee, applicationFee, net } = fundsMoved(row)
    const availableAt = row.available_at ?? row.created_at
    return {
      id: transactionId(row.id),
      object: 'balance_transaction',
      amount: Number(amount),
      available_on: unixSeconds(availableAt),
      balance_type: 'payments',
      created: unixSeconds(row.created_at),
      currency: row.currency,
      description: describe(row, viewing),
      exchange_rate: null,
      fee: Number(fee),
      fee_details: [
        ...feeDetail('application_fee', applicationFee, row.currency, 'Application fee'),
        ...feeDetail('stripe_fee', fee - applicationFee, row.currency, meaning.fee),
      ],
      net: Number(net),
      reporting_category: meaning.category,
      source: row.source_id,
      // What names no moment is in available funds, also when this very request has moved it.
      status: row.available_at === null || availableAt <= viewing.now ? 'available' : 'pending',
      type: meaning.type,
    }
  },
})

/** The charge's own description, as people look for it in the list. */
function describe(row: Row<'journal_entries'>, viewing: Viewing): string | null {
  const attempt = viewing.row('attempts', row.source_id)
  const described = attempt && typed('attempts', attempt).details.description
  return row.description ?? described ?? null
}

/** The PSP's price goes by Stripe's name for its own: clients know no other for what a payment costs. */
function feeDetail(
  type: 'application_fee' | 'stripe_fee',
  fee: bigint,
  currency: string,
  description: string,
) {
  return fee === 0n ? [] : [{ amount: Number(fee), application: null, currency, description, type }]
}
