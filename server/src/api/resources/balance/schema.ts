import { z } from 'zod'

const funds = z.array(
  z.strictObject({
    amount: z.int(),
    currency: z.string(),
    source_types: z.strictObject({ card: z.int() }),
  }),
)

/** A merchant's balance on the wire. */
export const balance = z.strictObject({
  object: z.literal('balance'),
  available: funds,
  livemode: z.boolean(),
  pending: funds,
})
