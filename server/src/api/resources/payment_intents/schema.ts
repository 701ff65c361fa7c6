import { z } from 'zod'

const nullable = <T extends z.ZodType>(type: T) => type.nullable()
const text = nullable(z.string())
const object = z.looseObject({})

/** Something that is an id, or the whole object where it was expanded. */
const reference = z.union([z.string(), object])

/** A payment intent on the wire. */
export const paymentIntent = z.strictObject({
  id: z.string(),
  object: z.literal('payment_intent'),
  allowed_payment_method_types: nullable(z.array(z.string())),
  amount: z.int(),
  amount_capturable: z.int(),
  amount_details: z.strictObject({ tip: object }),
  amount_received: z.int(),
  application: nullable(reference),
  application_fee_amount: nullable(z.int()),
  automatic_payment_methods: nullable(
    z.strictObject({ allow_redirects: z.enum(['always', 'never']), enabled: z.boolean() }),
  ),
  canceled_at: nullable(z.int()),
  cancellation_reason: text,
  capture_method: z.enum(['automatic', 'automatic_async', 'manual']),
  charges: object.optional(),
  client_secret: z.string(),
  confirmation_method: z.enum(['automatic', 'manual']),
  created: z.int(),
  currency: z.string(),
  customer: nullable(reference),
  customer_account: text,
  description: text,
  excluded_payment_method_types: nullable(z.array(z.string())),
  invoice: z.null().optional(),
  last_payment_error: nullable(object),
  latest_charge: nullable(reference),
  livemode: z.boolean(),
  managed_payments: nullable(object),
  metadata: z.record(z.string(), z.string()),
  next_action: nullable(object),
  on_behalf_of: nullable(reference),
  payment_method: nullable(reference),
  payment_method_configuration_details: nullable(object),
  payment_method_options: object,
  payment_method_types: z.array(z.string()),
  payment_record: nullable(reference),
  processing: nullable(object),
  receipt_email: text,
  review: nullable(reference),
  setup_future_usage: nullable(z.enum(['off_session', 'on_session'])),
  shipping: nullable(object),
  source: nullable(reference),
  statement_descriptor: text,
  statement_descriptor_suffix: text,
  status: z.enum([
    'canceled',
    'processing',
    'requires_action',
    'requires_capture',
    'requires_confirmation',
    'requires_payment_method',
    'succeeded',
  ]),
  transfer_data: nullable(object),
  transfer_group: text,
})
