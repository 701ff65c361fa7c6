import Stripe from 'stripe'
import { expect, test } from 'vitest'
import { signatureHeader } from './signature.ts'

const stripe = new Stripe('sk_test_signature')
const at = new Date('2026-03-01T12:00:00Z')
const body = JSON.stringify({ id: 'evt_1', object: 'event', data: { object: { id: 'é' } } })

/** Verifies as a merchant's server would, a while after it was signed. */
const verify = (header: string, secret: string, secondsLater = 0) => {
  const receivedAt = at.getTime() + secondsLater * 1_000
  return stripe.webhooks.constructEvent(body, header, secret, 300, undefined, receivedAt)
}

test('the header has its published form', () => {
  expect(signatureHeader('{}', at, ['whsec_test'])).toMatchInlineSnapshot(
    `"t=1772366400,v1=474c6a8bd0b217b707fb6f0a0ce04beb43fe1e1835a329b06c8f3113a6875edc"`,
  )
})

test("Stripe's own library accepts it, by either secret while one is rolling", () => {
  const header = signatureHeader(body, at, ['whsec_new', 'whsec_old'])
  expect(verify(header, 'whsec_new').id).toBe('evt_1')
  expect(verify(header, 'whsec_old').id).toBe('evt_1')
})

test('it refuses another secret, another body, and a header kept for later', () => {
  const header = signatureHeader(body, at, ['whsec_new'])
  expect(() => verify(header, 'whsec_other')).toThrow('No signatures found')
  expect(() => verify(signatureHeader(`${body} `, at, ['whsec_new']), 'whsec_new')).toThrow(
    'No signatures found',
  )
  expect(() => verify(header, 'whsec_new', 301)).toThrow('Timestamp outside the tolerance zone')
})
