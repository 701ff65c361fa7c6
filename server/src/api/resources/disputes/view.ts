import { isWithdrawn, typedDispute } from '../../../disputes/index.ts'
import { unixSeconds } from '../../../kernel/index.ts'
import { kind } from '../../kinds.ts'
import { balanceTransactionKind } from '../balance_transactions/view.ts'
import { evidenceFiles, evidenceTexts } from './evidence.ts'
import { dispute as schema } from './schema.ts'

const noEvidence = Object.fromEntries(
  [...Object.keys(evidenceTexts), ...evidenceFiles].sort().map((name) => [name, null]),
)

export const disputeKind = kind({
  table: 'disputes',
  object: 'dispute',
  prefix: 'dp',
  schema,
  expandable: { charge: 'attempts', payment_intent: 'payment_intents' },
  companions: (row) =>
    typedDispute(row).details.entries.map((id) => ({ table: 'journal_entries', id })),
  view(row, viewing) {
    const dispute = typedDispute(row)
    const { details, status } = dispute
    const transactions = details.entries.flatMap((id) => {
      const entry = viewing.row('journal_entries', id)
      return entry === undefined ? [] : [balanceTransactionKind.view(entry, viewing, undefined)]
    })
    return {
      id: dispute.id,
      object: 'dispute',
      amount: Number(dispute.amount),
      balance_transactions: transactions,
      charge: dispute.attempt_id,
      created: unixSeconds(dispute.created_at),
      currency: dispute.currency,
      enhanced_eligibility_types: [],
      evidence: { ...noEvidence, ...details.evidence, enhanced_evidence: {} },
      evidence_details: {
        due_by: dispute.due_by && unixSeconds(dispute.due_by),
        enhanced_eligibility: {},
        has_evidence: Object.keys(details.evidence).length > 0,
        past_due: details.past_due,
        submission_count: details.submissions,
      },
      is_charge_refundable: !isWithdrawn(status) && status !== 'won',
      livemode: dispute.livemode,
      metadata: dispute.metadata,
      payment_intent: details.legacy_charge ? null : dispute.intent_id,
      payment_method_details: {
        card: {
          brand: details.brand,
          case_type: details.entries.length > 0 ? 'chargeback' : 'inquiry',
          network_reason_code: details.network_reason_code,
        },
        type: 'card',
      },
      reason: dispute.reason,
      status,
    }
  },
})
