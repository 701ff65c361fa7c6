import { z } from 'zod'
import { addressShape } from '../customers/schema.ts'

const text = z.string().nullable()
const reference = z.union([z.string(), z.looseObject({})])

const billingDetailsShape = z.strictObject({
  address: addressShape,
  email: text,
  name: text,
  phone: text,
  tax_id: text,
})

const cardChecks = z.strictObject({
  address_line1_check: text,
  address_postal_code_check: text,
  cvc_check: text,
})

/** A payment method on the wire. */
export const paymentMethod = z.strictObject({
  id: z.string(),
  object: z.literal('payment_method'),
  allow_redisplay: z.enum(['always', 'limited', 'unspecified']),
  billing_details: billingDetailsShape,
  card: z.strictObject({
    brand: z.string(),
    checks: cardChecks,
    country: text,
    display_brand: text,
    exp_month: z.int(),
    exp_year: z.int(),
    fingerprint: z.string().optional(),
    funding: z.string(),
    generated_from: z.looseObject({}).nullable(),
    last4: z.string(),
    networks: z.strictObject({ available: z.array(z.string()), preferred: text }),
    regulated_status: text,
    three_d_secure_usage: z.strictObject({ supported: z.boolean() }),
    wallet: z.looseObject({}).nullable(),
  }),
  created: z.int(),
  customer: reference.nullable(),
  customer_account: text,
  livemode: z.boolean(),
  metadata: z.record(z.string(), z.string()),
  shared_payment_granted_token: text,
  type: z.literal('card'),
})
