import { createHmac, timingSafeEqual } from 'node:crypto'
import { unixSeconds } from '../../../kernel/index.ts'

const toleranceSeconds = 300

/**
 * Checks a `Stripe-Signature` header against the raw body.
 *
 * @returns what is wrong with it, or undefined when it is genuine and recent
 * @see https://docs.stripe.com/webhooks#verify-manually
 */
export function signatureProblem(
  header: string | undefined,
  body: string,
  secret: string | undefined,
  receivedAt: Date,
): string | undefined {
  if (secret === undefined || secret === '') return 'the account has no webhook_secret'
  if (header === undefined) return 'no stripe-signature header'
  const fields = header.split(',').map((field) => field.trim().split('='))
  const time = fields.find(([name]) => name === 't')?.[1] ?? ''
  if (!/^\d{1,12}$/.test(time)) return 'no time in the stripe-signature header'
  const expected = createHmac('sha256', secret).update(`${time}.${body}`).digest()
  const genuine = fields.some(([name, value = '']) => name === 'v1' && same(value, expected))
  if (!genuine) return 'the signature does not match'
  if (Math.abs(unixSeconds(receivedAt) - Number(time)) > toleranceSeconds) {
    return 'the signature is not of the last five minutes'
  }
  return undefined
}

function same(hex: string, expected: Buffer): boolean {
  const given = Buffer.from(hex, 'hex')
  return given.length === expected.length && timingSafeEqual(given, expected)
}
