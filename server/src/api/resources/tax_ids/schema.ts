import { z } from 'zod'
import { taxIdTypes } from '../../../customers/index.ts'

const text = z.string().nullable()
const reference = z.union([z.string(), z.looseObject({})])

/** A tax id on the wire. */
export const taxId = z.strictObject({
  id: z.string(),
  object: z.literal('tax_id'),
  country: text,
  created: z.int(),
  customer: reference.nullable(),
  customer_account: text,
  livemode: z.boolean(),
  owner: z.strictObject({
    customer: reference.optional(),
    customer_account: text.optional(),
    type: z.enum(['customer', 'self']),
  }),
  type: z.enum(taxIdTypes),
  value: z.string(),
  verification: z
    .strictObject({ status: z.string(), verified_address: text, verified_name: text })
    .nullable(),
})
