import { type AccountName, type Counters, chart } from '../../../ledger/index.ts'
import type { ObjectType, WireObject } from '../../kinds.ts'
import { ledgerAccount } from './schema.ts'

export const ledgerAccountType: ObjectType = { object: 'ledger_account', schema: ledgerAccount }

/** An account is known by its name and currency: it comes to be with its first posting. */
export function accountId({ account, currency }: Counters): string {
  return `${account}_${currency}`
}

/** An account with its counters, and what they come to on the side it grows on. */
export function accountOf(counters: Counters, livemode: boolean): WireObject {
  const { normal, meaning } = chart[counters.account as AccountName]
  const on = (debits: bigint, credits: bigint) =>
    Number(normal === 'debit' ? debits - credits : credits - debits)
  const { posted_debits, posted_credits, pending_debits, pending_credits } = counters
  return {
    id: accountId(counters),
    object: 'ledger_account',
    account: counters.account,
    balance: on(posted_debits, posted_credits),
    currency: counters.currency,
    description: meaning,
    held: on(pending_debits, pending_credits),
    livemode,
    normal_side: normal,
    pending: { debits: Number(pending_debits), credits: Number(pending_credits) },
    posted: { debits: Number(posted_debits), credits: Number(posted_credits) },
  }
}
