import { z } from 'zod'

/** A balance transaction on the wire. */
export const balanceTransaction = z.strictObject({
  id: z.string(),
  object: z.literal('balance_transaction'),
  amount: z.int(),
  available_on: z.int(),
  balance_type: z.literal('payments'),
  created: z.int(),
  currency: z.string(),
  description: z.string().nullable(),
  exchange_rate: z.null(),
  fee: z.int(),
  fee_details: z.array(
    z.strictObject({
      amount: z.int(),
      application: z.null(),
      currency: z.string(),
      description: z.string(),
      type: z.enum(['application_fee', 'stripe_fee']),
    }),
  ),
  net: z.int(),
  reporting_category: z.enum(['charge', 'refund', 'refund_failure', 'dispute', 'dispute_reversal']),
  source: z.union([z.string(), z.looseObject({})]),
  status: z.enum(['available', 'pending']),
  type: z.enum(['charge', 'refund', 'refund_failure', 'adjustment']),
})
