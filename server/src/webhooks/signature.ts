import { createHmac } from 'node:crypto'
import { unixSeconds } from '../kernel/index.ts'

/**
 * The `Stripe-Signature` of a body: HMAC-SHA256 over `<unix time>.<body>`, keyed by the secret's whole
 * text, `whsec_` included. While a secret is being rolled there is one `v1` for each that is good.
 * @see https://docs.stripe.com/webhooks#verify-manually
 */
export function signatureHeader(body: string, at: Date, secrets: readonly string[]): string {
  const time = unixSeconds(at)
  const signatures = secrets.map(
    (secret) => `v1=${createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')}`,
  )
  return [`t=${time}`, ...signatures].join(',')
}
