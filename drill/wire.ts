import { z } from 'zod'

/** What the drill reads of the API's objects; amounts as bigint, like everywhere. */
const amount = z.int().transform(BigInt)

export const intentShape = z.object({
  id: z.string(),
  object: z.literal('payment_intent'),
  status: z.string(),
  amount,
  amount_received: amount,
  currency: z.string(),
  latest_charge: z.string().nullable(),
  metadata: z.record(z.string(), z.string()),
})
export type IntentSeen = z.output<typeof intentShape>

export const chargeShape = z.object({
  id: z.string(),
  object: z.literal('charge'),
  status: z.string(),
  amount,
  amount_captured: amount,
  amount_refunded: amount,
  captured: z.boolean(),
  currency: z.string(),
  payment_intent: z.string().nullable(),
  metadata: z.record(z.string(), z.string()),
})
export type ChargeSeen = z.output<typeof chargeShape>

export const refundShape = z.object({
  id: z.string(),
  object: z.literal('refund'),
  status: z.string(),
  amount,
  currency: z.string(),
  charge: z.string().nullable(),
})
export type RefundSeen = z.output<typeof refundShape>

export const eventShape = z.object({
  id: z.string(),
  object: z.literal('event'),
  type: z.string(),
})
export type EventSeen = z.output<typeof eventShape>

/** A refusal; a decline names its charge, and has the payment as it then was. */
export const refusalShape = z.object({
  error: z.object({
    code: z.string().optional(),
    message: z.string(),
    charge: z.string().optional(),
    payment_intent: intentShape.optional(),
  }),
})

/** As it is when it is made: its secret is told this once. */
export const webhookEndpointShape = z.object({ id: z.string(), secret: z.string() })
