import { z } from 'zod'
import { disputeStatuses } from '../../../processors/index.ts'
import { balanceTransaction } from '../balance_transactions/schema.ts'

const nullable = <T extends z.ZodType>(type: T) => type.nullable()
const reference = z.union([z.string(), z.looseObject({})])

/** A dispute on the wire. */
export const dispute = z.strictObject({
  id: z.string(),
  object: z.literal('dispute'),
  amount: z.int(),
  balance_transactions: z.array(balanceTransaction),
  charge: reference,
  created: z.int(),
  currency: z.string(),
  enhanced_eligibility_types: z.array(z.never()),
  evidence: z.looseObject({}),
  evidence_details: z.strictObject({
    due_by: nullable(z.int()),
    enhanced_eligibility: z.strictObject({}),
    has_evidence: z.boolean(),
    past_due: z.boolean(),
    submission_count: z.int(),
  }),
  is_charge_refundable: z.boolean(),
  livemode: z.boolean(),
  metadata: z.record(z.string(), z.string()),
  payment_intent: nullable(reference),
  payment_method_details: z.strictObject({
    card: z.strictObject({
      brand: z.string(),
      case_type: z.enum(['chargeback', 'inquiry']),
      network_reason_code: nullable(z.string()),
    }),
    type: z.literal('card'),
  }),
  reason: z.string(),
  status: z.enum(disputeStatuses),
})
