import { createHmac, timingSafeEqual } from 'node:crypto'

/** The fields of a notification item that its signature covers; nothing else in it is proven. */
export interface SignedFields {
  readonly pspReference: string
  readonly originalReference?: string | undefined
  readonly merchantAccountCode: string
  readonly merchantReference: string
  readonly amount: { readonly value: bigint; readonly currency: string }
  readonly eventCode: string
  readonly success: string
}

/**
 * Adyen's signature of a notification item: HMAC-SHA256 in base64 over eight fields joined by colons.
 *
 * @param hmacKey as the Customer Area shows it, in hexadecimal
 * @see https://docs.adyen.com/development-resources/webhooks/verify-hmac-signatures
 */
export function signatureOf(item: SignedFields, hmacKey: string): string {
  const signed = [
    item.pspReference,
    item.originalReference ?? '',
    item.merchantAccountCode,
    item.merchantReference,
    item.amount.value,
    item.amount.currency,
    item.eventCode,
    item.success,
  ].join(':')
  return createHmac('sha256', Buffer.from(hmacKey, 'hex')).update(signed).digest('base64')
}

/** Compares two secrets in a time that does not tell how much of them is equal. */
export function sameSecret(left: string, right: string): boolean {
  const [a, b] = [left, right].map((text) => createHmac('sha256', 'compare').update(text).digest())
  return a !== undefined && b !== undefined && timingSafeEqual(a, b)
}
