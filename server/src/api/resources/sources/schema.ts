import { z } from 'zod'

const text = z.string().nullable()
const reference = z.union([z.string(), z.looseObject({})])

/** A card as clients knew it before payment methods. */
export const card = z.strictObject({
  id: z.string(),
  object: z.literal('card'),
  address_city: text,
  address_country: text,
  address_line1: text,
  address_line1_check: text,
  address_line2: text,
  address_state: text,
  address_zip: text,
  address_zip_check: text,
  allow_redisplay: z.enum(['always', 'limited', 'unspecified']),
  brand: z.string(),
  country: text,
  customer: reference.nullable(),
  cvc_check: text,
  dynamic_last4: text,
  email: text,
  exp_month: z.int(),
  exp_year: z.int(),
  fingerprint: z.string().optional(),
  funding: z.string(),
  last4: z.string(),
  metadata: z.record(z.string(), z.string()),
  name: text,
  phone: text,
  regulated_status: text,
  tokenization_method: text,
  wallet: z.looseObject({}).nullable(),
})

/** A source: a card, or what else older clients paid with, which here is a card too. */
export const source = z.looseObject({
  id: z.string(),
  object: z.enum(['card', 'source']),
})
