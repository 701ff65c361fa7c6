import { fromUnixSeconds } from '../../../kernel/index.ts'
import type { AdapterAccount, ParsedNotifications, RawNotification } from '../../adapter.ts'
import { newsIn } from './events.ts'
import { event } from './objects.ts'
import { signatureProblem } from './signature.ts'
import { parseJson } from './wire.ts'

const reply = { status: 200, contentType: 'application/json', body: '{"received":true}' } as const

/** Verifies and reads an event. @see https://docs.stripe.com/api/events/object */
export function parseNotification(
  { headers, body, receivedAt }: RawNotification,
  { credentials }: AdapterAccount,
): ParsedNotifications {
  const signature = headers['stripe-signature']
  const problem = signatureProblem(signature, body, credentials['webhook_secret'], receivedAt)
  if (problem !== undefined) return { verified: false, reason: problem }
  const parsed = event.safeParse(parseJson(body))
  if (!parsed.success) return { verified: false, reason: 'the body is not an event' }
  const { id, type, created, data } = parsed.data
  const notification = {
    id,
    type,
    occurredAt: fromUnixSeconds(created),
    ...newsIn(type, data.object),
  }
  return { verified: true, notifications: [notification], reply }
}
