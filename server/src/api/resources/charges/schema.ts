import { z } from 'zod'

const nullable = <T extends z.ZodType>(type: T) => type.nullable()
const text = nullable(z.string())
const object = z.looseObject({})
const reference = z.union([z.string(), object])

/** A charge on the wire. */
export const charge = z.strictObject({
  id: z.string(),
  object: z.literal('charge'),
  amount: z.int(),
  amount_captured: z.int(),
  amount_refunded: z.int(),
  application: nullable(reference),
  application_fee: nullable(reference),
  application_fee_amount: nullable(z.int()),
  balance_transaction: nullable(reference),
  billing_details: object,
  calculated_statement_descriptor: text,
  captured: z.boolean(),
  created: z.int(),
  currency: z.string(),
  customer: nullable(reference),
  description: text,
  disputed: z.boolean(),
  failure_balance_transaction: nullable(reference),
  failure_code: text,
  failure_message: text,
  fraud_details: object,
  livemode: z.boolean(),
  metadata: z.record(z.string(), z.string()),
  on_behalf_of: nullable(reference),
  outcome: nullable(
    z.strictObject({
      advice_code: nullable(z.enum(['confirm_card_data', 'do_not_try_again', 'try_again_later'])),
      network_advice_code: text,
      network_decline_code: text,
      network_status: z.enum(['approved_by_network', 'declined_by_network', 'not_sent_to_network']),
      reason: text,
      risk_level: z.enum(['normal', 'highest', 'not_assessed']),
      seller_message: z.string(),
      type: z.enum(['authorized', 'issuer_declined', 'blocked', 'invalid']),
    }),
  ),
  paid: z.boolean(),
  payment_intent: nullable(reference),
  payment_method: text,
  payment_method_details: object,
  receipt_email: text,
  receipt_number: text,
  receipt_url: text,
  refunded: z.boolean(),
  refunds: object.optional(),
  review: nullable(reference),
  shipping: nullable(object),
  source: nullable(object),
  source_transfer: nullable(reference),
  statement_descriptor: text,
  statement_descriptor_suffix: text,
  status: z.enum(['failed', 'pending', 'succeeded']),
  transfer_data: nullable(object),
  transfer_group: text,
})
