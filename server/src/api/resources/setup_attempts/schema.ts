import { z } from 'zod'

const text = z.string().nullable()
const object = z.looseObject({})
const reference = z.union([z.string(), object])

/** A try to set a card up on the wire. */
export const setupAttempt = z.strictObject({
  id: z.string(),
  object: z.literal('setup_attempt'),
  application: reference.nullable(),
  created: z.int(),
  customer: reference.nullable(),
  customer_account: text,
  flow_directions: z.array(z.string()).nullable(),
  livemode: z.boolean(),
  on_behalf_of: reference.nullable(),
  payment_method: reference,
  payment_method_details: z.strictObject({ card: object, type: z.literal('card') }),
  setup_error: object.nullable(),
  setup_intent: reference,
  status: z.enum([
    'abandoned',
    'failed',
    'processing',
    'requires_action',
    'requires_confirmation',
    'succeeded',
  ]),
  usage: z.enum(['off_session', 'on_session']),
})

/** The payer's leave on the wire. */
export const mandate = z.strictObject({
  id: z.string(),
  object: z.literal('mandate'),
  customer_acceptance: z.strictObject({
    accepted_at: z.int().nullable(),
    offline: object.optional(),
    online: z.strictObject({ ip_address: text, user_agent: text }).optional(),
    type: z.enum(['offline', 'online']),
  }),
  livemode: z.boolean(),
  multi_use: object,
  payment_method: reference,
  payment_method_details: z.strictObject({ card: object, type: z.literal('card') }),
  status: z.enum(['active', 'inactive', 'pending']),
  type: z.literal('multi_use'),
})
