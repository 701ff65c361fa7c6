import { z } from 'zod'

const text = z.string().nullable()
const reference = z.union([z.string(), z.looseObject({})])

export const addressShape = z.strictObject({
  city: text,
  country: text,
  line1: text,
  line2: text,
  postal_code: text,
  state: text,
})

/** A customer on the wire. */
export const customer = z.strictObject({
  id: z.string(),
  object: z.literal('customer'),
  address: addressShape.nullable(),
  balance: z.int(),
  business_name: z.string().optional(),
  created: z.int(),
  currency: text,
  customer_account: text,
  default_source: reference.nullable(),
  delinquent: z.boolean(),
  description: text,
  discount: z.looseObject({}).nullable(),
  email: text,
  individual_name: z.string().optional(),
  invoice_prefix: z.string(),
  invoice_settings: z.strictObject({
    custom_fields: z.array(z.strictObject({ name: z.string(), value: z.string() })).nullable(),
    default_payment_method: reference.nullable(),
    footer: text,
    rendering_options: z.strictObject({ amount_tax_display: text, template: text }).nullable(),
  }),
  livemode: z.boolean(),
  metadata: z.record(z.string(), z.string()),
  name: text,
  next_invoice_sequence: z.int(),
  phone: text,
  preferred_locales: z.array(z.string()),
  shipping: z.strictObject({ address: addressShape, name: z.string(), phone: text }).nullable(),
  sources: z.looseObject({}).optional(),
  tax_exempt: z.enum(['exempt', 'none', 'reverse']),
  tax_ids: z.looseObject({}).optional(),
  test_clock: text,
})
