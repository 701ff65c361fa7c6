import { z } from 'zod'
import { card } from '../sources/schema.ts'

/** A token on the wire. */
export const token = z.strictObject({
  id: z.string(),
  object: z.literal('token'),
  card,
  client_ip: z.string().nullable(),
  created: z.int(),
  livemode: z.boolean(),
  type: z.literal('card'),
  used: z.boolean(),
})
