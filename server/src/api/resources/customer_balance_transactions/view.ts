import { unixSeconds } from '../../../kernel/index.ts'
import { kind } from '../../kinds.ts'
import { customerBalanceTransaction } from './schema.ts'

/** A movement of a customer's balance, and the balance after it. */
export const customerBalanceTransactionKind = kind({
  table: 'customer_balance_transactions',
  object: 'customer_balance_transaction',
  prefix: 'cbtxn',
  schema: customerBalanceTransaction,
  expandable: { checkout_session: null, credit_note: null, customer: 'customers', invoice: null },
  view: (row) => ({
    id: row.id,
    object: 'customer_balance_transaction',
    amount: Number(row.amount),
    checkout_session: null,
    created: unixSeconds(row.created_at),
    credit_note: null,
    currency: row.currency,
    customer: row.customer_id,
    customer_account: null,
    description: row.description,
    ending_balance: Number(row.ending_balance),
    invoice: null,
    livemode: row.livemode,
    metadata: row.metadata,
    type: row.type,
  }),
})
