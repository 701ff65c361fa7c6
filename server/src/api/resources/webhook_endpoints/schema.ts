import { z } from 'zod'
import { listParams } from '../../list-params.ts'
import { versionLook } from '../../versions.ts'
import {
  boolean,
  clearable,
  enumeration,
  id,
  list,
  metadata,
  optional,
  pattern,
  text,
  unsupported,
  unsupportedAll,
} from '../../wire/index.ts'
import { endOfOverlap } from '../end-of-overlap.ts'

/** A webhook endpoint on the wire. */
export const webhookEndpoint = z.strictObject({
  id: z.string(),
  object: z.literal('webhook_endpoint'),
  api_version: z.string().nullable(),
  application: z.null(),
  created: z.int(),
  description: z.string().nullable(),
  enabled_events: z.array(z.string()),
  livemode: z.boolean(),
  metadata: z.record(z.string(), z.string()),
  secret: z.string().optional(),
  status: z.enum(['enabled', 'disabled']),
  url: z.string(),
})

const description = optional(clearable(text()))
const enabledEvents = list(text({ max: 100 }), { max: 500 })

export const createEndpointBody = z.strictObject({
  url: text(),
  enabled_events: enabledEvents,
  api_version: optional(
    pattern(versionLook, (param) => `Invalid ${param}: a version such as 2026-10-28.endive`),
  ),
  connect: unsupported('An endpoint hears of the account it belongs to.').optional(),
  description,
  metadata: optional(metadata()),
})

export const updateEndpointBody = z.strictObject({
  url: optional(text()),
  enabled_events: optional(enabledEvents),
  description,
  disabled: optional(boolean()),
  metadata: optional(metadata()),
})

export const rollSecretBody = z.strictObject({ expires_at: optional(endOfOverlap()) })

export const listEndpointsQuery = z.strictObject(listParams)

const states = ['pending', 'delivered', 'failed', 'canceled'] as const

const webhookTry = z.strictObject({
  id: z.string(),
  object: z.literal('webhook_try'),
  created: z.int(),
  duration_ms: z.int(),
  error: z.string().nullable(),
  request: z.strictObject({ id: z.string(), url: z.string() }),
  response: z.strictObject({ body: z.string().nullable(), status: z.int() }).nullable(),
})

/** An event owed to an endpoint, on the wire. `tries` is in the answer about one delivery only. */
export const webhookDelivery = z.strictObject({
  id: z.string(),
  object: z.literal('webhook_delivery'),
  created: z.int(),
  event: z.string(),
  last_try: webhookTry.nullable(),
  livemode: z.boolean(),
  next_try_at: z.int().nullable(),
  status: z.enum(states),
  tries: z.array(webhookTry).optional(),
  webhook_endpoint: z.string(),
})

export const listDeliveriesQuery = z.strictObject({
  ...listParams,
  status: optional(enumeration(states)),
})

export const retryEventBody = z.strictObject({
  webhook_endpoint: id('we'),
  ...unsupportedAll(['account'], 'Name the account in a Stripe-Account header.'),
  ...unsupportedAll(['for_stripecli'], 'Name the webhook_endpoint to send to.'),
})
