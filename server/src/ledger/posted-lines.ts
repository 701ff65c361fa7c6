import type { Row } from '../db/index.ts'
import type { AccountName } from './chart.ts'

type Lines = Pick<Row<'journal_entries'>, 'accounts' | 'posted'>

/** What an entry credits to an account, in minor units; negative when it debits it, 0 when it does neither. */
function creditedTo({ accounts, posted }: Lines, account: AccountName): bigint {
  const place = accounts.indexOf(account)
  return place < 0 ? 0n : -(posted[place] ?? 0n)
}

/**
 * What an entry means for a merchant's own funds: `amount` less `fee` is what they grow by. Of the fee,
 * `applicationFee` is what the PSP took of this payment beside its price.
 */
export function fundsMoved(entry: Lines): {
  amount: bigint
  fee: bigint
  applicationFee: bigint
  net: bigint
} {
  const net = creditedTo(entry, 'merchant_pending') + creditedTo(entry, 'merchant_available')
  const applicationFee = creditedTo(entry, 'application_fee_revenue')
  const price = creditedTo(entry, 'psp_fee_revenue') + creditedTo(entry, 'dispute_fee_revenue')
  const fee = price + applicationFee
  return { amount: net + fee, fee, applicationFee, net }
}
