import { unixSeconds } from '../../../kernel/index.ts'
import { transactionId } from '../../../ledger/index.ts'
import { typed } from '../../../payments/index.ts'
import { kind } from '../../kinds.ts'
import { balanceTransactionKind } from '../balance_transactions/view.ts'
import { refund as schema } from './schema.ts'

export const refundKind = kind({
  table: 'refunds',
  object: 'refund',
  prefix: 're',
  schema,
  expandable: {
    balance_transaction: balanceTransactionKind,
    charge: 'attempts',
    customer: 'customers',
    failure_balance_transaction: balanceTransactionKind,
    payment_intent: 'payment_intents',
    payment_method: 'payment_methods',
    source_transfer_reversal: null,
    transfer_reversal: null,
  },
  view(row) {
    const refund = typed('refunds', row)
    const { details } = refund
    const status = statusOf(refund.status)
    return {
      id: refund.id,
      object: 'refund',
      amount: Number(refund.amount),
      balance_transaction: refund.entry_id && transactionId(refund.entry_id),
      charge: refund.attempt_id,
      created: unixSeconds(refund.created_at),
      currency: refund.currency,
      customer: details.customer,
      customer_account: null,
      destination_details: {
        card: {
          reference_status: 'pending',
          reference_type: 'acquirer_reference_number',
          type: status === 'pending' ? 'pending' : 'refund',
        },
        type: 'card',
      },
      ...(refund.failure_entry_id !== null && {
        failure_balance_transaction: transactionId(refund.failure_entry_id),
      }),
      ...(details.failure_reason !== null && { failure_reason: details.failure_reason }),
      ...(details.instructions_email !== null && {
        instructions_email: details.instructions_email,
      }),
      metadata: refund.metadata,
      payment_intent: details.legacy_charge ? null : refund.intent_id,
      payment_method: details.payment_method,
      ...(status === 'pending' && { pending_reason: 'processing' }),
      reason: refund.reason,
      receipt_number: null,
      source_transfer_reversal: null,
      status,
      transfer_reversal: null,
    }
  },
})

/** To the merchant a refund is pending for as long as we have no answer. */
function statusOf(status: string): string {
  return status === 'asking' || status === 'unknown' ? 'pending' : status
}
