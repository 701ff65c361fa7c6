import { z } from 'zod'
import { eventCatalogue } from '../../../events/index.ts'
import { datedListParams } from '../../list-params.ts'
import { boolean, list, optional, text } from '../../wire/index.ts'

/** An event on the wire. */
export const event = z.strictObject({
  id: z.string(),
  object: z.literal('event'),
  api_version: z.string(),
  created: z.int(),
  data: z.strictObject({
    object: z.looseObject({}),
    previous_attributes: z.looseObject({}).optional(),
  }),
  livemode: z.boolean(),
  pending_webhooks: z.int(),
  request: z.strictObject({ id: z.string().nullable(), idempotency_key: z.string().nullable() }),
  type: z.enum(Object.keys(eventCatalogue)),
})

/** `type` is one, or a family: `charge.*`. */
export const listEventsQuery = z.strictObject({
  ...datedListParams,
  type: optional(text()),
  types: optional(list(text(), { max: 20 })),
  delivery_success: optional(boolean()),
})
