import { z } from 'zod'

const nullable = <T extends z.ZodType>(type: T) => type.nullable()
const reference = z.union([z.string(), z.looseObject({})])

/** A refund on the wire. */
export const refund = z.strictObject({
  id: z.string(),
  object: z.literal('refund'),
  amount: z.int(),
  balance_transaction: nullable(reference),
  charge: reference,
  created: z.int(),
  currency: z.string(),
  customer: nullable(reference),
  customer_account: nullable(z.string()),
  destination_details: z.looseObject({}),
  failure_balance_transaction: reference.optional(),
  failure_reason: z.string().optional(),
  instructions_email: z.string().optional(),
  metadata: z.record(z.string(), z.string()),
  payment_intent: nullable(reference),
  payment_method: nullable(reference),
  pending_reason: z.enum(['processing']).optional(),
  reason: nullable(z.enum(['duplicate', 'fraudulent', 'requested_by_customer'])),
  receipt_number: nullable(z.string()),
  source_transfer_reversal: nullable(reference),
  status: z.enum(['pending', 'succeeded', 'failed', 'canceled']),
  transfer_reversal: nullable(reference),
})
