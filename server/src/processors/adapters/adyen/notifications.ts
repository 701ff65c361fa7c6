import { z } from 'zod'
import type { AdapterAccount, ParsedNotifications, RawNotification } from '../../adapter.ts'
import { isHmacKey } from './credentials.ts'
import { readEvent } from './events.ts'
import { notificationItem } from './notification-item.ts'
import { sameSecret, signatureOf } from './signature.ts'
import { parseBody } from './wire.ts'

const envelope = z.object({
  notificationItems: z.array(z.object({ NotificationRequestItem: notificationItem })).min(1),
})

/**
 * Verifies and reads a standard webhook. One item that is not ours or not signed refuses the whole:
 * Adyen sends them together, and sends them again. The signature carries no time, so an old message
 * sent again by a stranger is genuine; it is the same notification, and its id tells.
 * @see https://docs.adyen.com/development-resources/webhooks
 */
export function parseNotification(
  raw: RawNotification,
  { credentials }: AdapterAccount,
): ParsedNotifications {
  const { hmacKey, merchantAccount, webhookUser, webhookPassword } = credentials
  if (hmacKey === undefined || !isHmacKey(hmacKey)) return refused('the account has no HMAC key')
  if (webhookUser !== undefined || webhookPassword !== undefined) {
    const expected = Buffer.from(`${webhookUser ?? ''}:${webhookPassword ?? ''}`)
    const given = raw.headers['authorization'] ?? ''
    if (!sameSecret(given, `Basic ${expected.toString('base64')}`)) {
      return refused('user name and password are not the ones configured')
    }
  }
  const parsed = parseBody(raw, envelope)
  if (parsed === undefined) return refused('the body is not a standard webhook')
  const items = parsed.notificationItems.map((entry) => entry.NotificationRequestItem)
  for (const each of items) {
    if (each.merchantAccountCode !== merchantAccount) {
      return refused(`it is for merchant account ${each.merchantAccountCode}`)
    }
    const { hmacSignature } = each.additionalData
    if (hmacSignature === undefined) return refused('an item is not signed')
    if (!sameSecret(hmacSignature, signatureOf(each, hmacKey))) {
      return refused('the signature of an item is wrong')
    }
  }
  return {
    verified: true,
    notifications: items.map((each) => readEvent(each, raw.receivedAt)),
    reply: { status: 200, contentType: 'text/plain', body: '[accepted]' },
  }
}

function refused(reason: string): ParsedNotifications {
  return { verified: false, reason }
}
