import { z } from 'zod'
import type { Client } from './client.ts'
import {
  type ChargeSeen,
  chargeShape,
  type EventSeen,
  eventShape,
  type IntentSeen,
  intentShape,
  type RefundSeen,
  refundShape,
} from './wire.ts'

/** All that the API tells one merchant. */
export interface Testimony {
  readonly intents: readonly IntentSeen[]
  readonly charges: readonly ChargeSeen[]
  readonly refunds: readonly RefundSeen[]
  readonly events: readonly EventSeen[]
}

export async function hear(client: Client): Promise<Testimony> {
  return {
    intents: await all(client, '/v1/payment_intents', intentShape),
    charges: await all(client, '/v1/charges', chargeShape),
    refunds: await all(client, '/v1/refunds', refundShape),
    events: await all(client, '/v1/events', eventShape),
  }
}

/** A list from its first page to its last. @throws {ZodError} when the API shows what it should not */
async function all<Seen extends { readonly id: string }>(
  client: Client,
  path: string,
  shape: z.ZodType<Seen>,
): Promise<Seen[]> {
  const pageShape = z.object({ data: z.array(shape), has_more: z.boolean() })
  const seen: Seen[] = []
  for (;;) {
    const after = seen.at(-1)?.id
    const { body } = await client.get(path, {
      limit: 100,
      ...(after === undefined ? {} : { starting_after: after }),
    })
    const { data, has_more } = pageShape.parse(body)
    seen.push(...data)
    if (!has_more) return seen
  }
}
