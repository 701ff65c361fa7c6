import { createHmac } from 'node:crypto'
import type { Sign } from '../simulator.ts'

/** One thing to tell, about a payment or a change of it. */
export interface Event {
  readonly eventCode: string
  readonly pspReference: string
  readonly originalReference?: string
  readonly merchantReference: string
  readonly value: number
  readonly currency: string
  /** True unless said otherwise; text on the wire. */
  readonly success?: boolean
  readonly reason?: string
  readonly operations?: readonly string[]
  readonly additionalData?: Readonly<Record<string, string>>
}

/**
 * A standard webhook, unsigned.
 *
 * @param about the payment's merchant account and card brand
 * @see https://docs.adyen.com/development-resources/webhooks
 */
export function notificationBody(
  about: { readonly merchantAccount: string; readonly brand: string },
  event: Event,
  at: Date,
): string {
  const { value, currency, success = true, reason = '', ...fields } = event
  const NotificationRequestItem = {
    ...fields,
    amount: { currency, value },
    eventDate: at.toISOString().replace(/\.\d+Z$/, '+00:00'),
    merchantAccountCode: about.merchantAccount,
    paymentMethod: about.brand,
    reason,
    success: String(success),
  }
  return JSON.stringify({ live: 'false', notificationItems: [{ NotificationRequestItem }] })
}

interface Item {
  readonly additionalData?: Readonly<Record<string, string>>
  readonly amount: { readonly value: number; readonly currency: string }
  readonly [field: string]: unknown
}

/**
 * Signs each item by itself, inside the body. There is no time in what is signed.
 * @see https://docs.adyen.com/development-resources/webhooks/verify-hmac-signatures
 */
export const sign: Sign = (body, secret) => {
  // A secret that is not hexadecimal is somebody else's; Buffer would quietly read half of it.
  const key = /^([0-9a-f]{2})+$/i.test(secret) ? Buffer.from(secret, 'hex') : Buffer.from(secret)
  const { notificationItems, ...rest } = JSON.parse(body) as {
    notificationItems: { NotificationRequestItem: Item }[]
  }
  const signed = notificationItems.map(({ NotificationRequestItem: item }) => {
    const payload = [
      item['pspReference'],
      item['originalReference'] ?? '',
      item['merchantAccountCode'],
      item['merchantReference'],
      item.amount.value,
      item.amount.currency,
      item['eventCode'],
      item['success'],
    ].join(':')
    const hmacSignature = createHmac('sha256', key).update(payload).digest('base64')
    const additionalData = { ...item.additionalData, hmacSignature }
    return { NotificationRequestItem: { ...item, additionalData } }
  })
  return {
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ ...rest, notificationItems: signed }),
  }
}
