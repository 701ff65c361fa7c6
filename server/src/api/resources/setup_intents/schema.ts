import { z } from 'zod'

const text = z.string().nullable()
const object = z.looseObject({})
const reference = z.union([z.string(), object])

/** A setup intent on the wire. */
export const setupIntent = z.strictObject({
  id: z.string(),
  object: z.literal('setup_intent'),
  allowed_payment_method_types: z.array(z.string()).nullable(),
  application: reference.nullable(),
  automatic_payment_methods: z
    .strictObject({ allow_redirects: z.enum(['always', 'never']), enabled: z.boolean() })
    .nullable(),
  cancellation_reason: z.enum(['abandoned', 'duplicate', 'requested_by_customer']).nullable(),
  client_secret: z.string(),
  created: z.int(),
  customer: reference.nullable(),
  customer_account: text,
  description: text,
  excluded_payment_method_types: z.array(z.string()).nullable(),
  flow_directions: z.array(z.string()).nullable(),
  last_setup_error: object.nullable(),
  latest_attempt: reference.nullable(),
  livemode: z.boolean(),
  managed_payments: object.nullable(),
  mandate: reference.nullable(),
  metadata: z.record(z.string(), z.string()),
  next_action: object.nullable(),
  on_behalf_of: reference.nullable(),
  payment_method: reference.nullable(),
  payment_method_configuration_details: object.nullable(),
  payment_method_options: object,
  payment_method_types: z.array(z.string()),
  single_use_mandate: reference.nullable(),
  status: z.enum([
    'canceled',
    'processing',
    'requires_action',
    'requires_confirmation',
    'requires_payment_method',
    'succeeded',
  ]),
  usage: z.enum(['off_session', 'on_session']),
})
