import { z } from 'zod'

const text = z.string().nullable()
const reference = z.union([z.string(), z.looseObject({})])

/** A movement of a customer's balance on the wire. */
export const customerBalanceTransaction = z.strictObject({
  id: z.string(),
  object: z.literal('customer_balance_transaction'),
  amount: z.int(),
  checkout_session: reference.nullable(),
  created: z.int(),
  credit_note: reference.nullable(),
  currency: z.string(),
  customer: reference,
  customer_account: text,
  description: text,
  ending_balance: z.int(),
  invoice: reference.nullable(),
  livemode: z.boolean(),
  metadata: z.record(z.string(), z.string()),
  type: z.enum(['adjustment', 'initial']),
})
