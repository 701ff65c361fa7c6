import Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { fromUnixSeconds, money } from '../../../kernel/index.ts'
import { stripe } from './index.ts'
import { account, intent } from './test-asks.ts'

const now = 1_760_000_000
const official = new Stripe('sk_test_1')

/** An event as Stripe sends it, its header made by Stripe's own package. */
function sent(type: string, object: object, { secret = 'whsec_1', timestamp = now } = {}) {
  const body = JSON.stringify({
    object: 'event',
    id: 'evt_1',
    created: now,
    type,
    data: { object },
  })
  const signature = official.webhooks.generateTestHeaderString({ payload: body, secret, timestamp })
  return {
    headers: { 'stripe-signature': signature },
    body,
    receivedAt: fromUnixSeconds(now),
  }
}

function news(type: string, object: object) {
  const parsed = stripe.parseNotification(sent(type, object), account)
  return parsed.verified ? parsed.notifications[0] : undefined
}

describe('signatures', () => {
  const genuine = sent('payment_intent.succeeded', intent())
  const verified = (raw: typeof genuine) => stripe.parseNotification(raw, account).verified
  const header = genuine.headers['stripe-signature']
  const withHeader = (value: string) => ({ ...genuine, headers: { 'stripe-signature': value } })

  test('what Stripe’s own package signs is believed', () => {
    expect(verified(genuine)).toBe(true)
  })

  test('one good signature of several is enough, as while a secret is rolled', () => {
    expect(verified(withHeader(header.replace(',v1=', `,v1=${'0'.repeat(64)},v0=abc,v1=`)))).toBe(
      true,
    )
  })

  test.each([
    ['a changed body', { ...genuine, body: genuine.body.replace('1500', '9500') }],
    ['another secret', sent('payment_intent.succeeded', intent(), { secret: 'whsec_2' })],
    ['five minutes and a second ago', sent('x', intent(), { timestamp: now - 301 })],
    ['five minutes and a second ahead', sent('x', intent(), { timestamp: now + 301 })],
    ['no header', { ...genuine, headers: {} as { 'stripe-signature': string } }],
    ['an empty header', withHeader('')],
    ['no time', withHeader(header.replace(/^t=\d+,/, ''))],
    ['another time', withHeader(header.replace(/^t=\d+/, `t=${now - 1}`))],
    ['a short signature', withHeader(header.slice(0, -2))],
    ['only the old scheme', withHeader(header.replace('v1=', 'v0='))],
    ['no signature', withHeader(`t=${now}`)],
  ])('%s is refused', (_name, raw) => {
    expect(verified(raw)).toBe(false)
  })

  test('exactly five minutes is still recent', () => {
    expect(verified(sent('x', intent(), { timestamp: now - 300 }))).toBe(true)
  })

  test.each([{}, { webhook_secret: '' }])('without a secret nothing is believed: %o', (more) => {
    const raw = sent('x', intent(), { secret: 'x' })
    const credentials = { secret_key: 'sk_test_1', ...more }
    expect(stripe.parseNotification(raw, { ...account, credentials }).verified).toBe(false)
  })

  test('something signed that is no event is refused', () => {
    const payload = '{"object":"refund"}'
    const secret = 'whsec_1'
    const options = { payload, secret, timestamp: now }
    const signature = official.webhooks.generateTestHeaderString(options)
    const raw = { ...genuine, body: payload, headers: { 'stripe-signature': signature } }
    expect(verified(raw)).toBe(false)
  })
})

describe('events', () => {
  test('what each says, and about what', () => {
    const manual = { capture_method: 'manual', metadata: { switchyard_capture: 'cp_1' } }
    const raised = {
      status: 'requires_capture',
      amount_capturable: 1_500,
      metadata: { switchyard_reference: 'ch_1', switchyard_increment: 'in_1' },
    }
    const held = { status: 'requires_capture', amount_capturable: 1_500 }
    const declined = {
      status: 'requires_payment_method',
      last_payment_error: { code: 'expired_card' },
    }
    const refund = {
      object: 'refund',
      id: 're_t',
      amount: 5,
      currency: 'eur',
      metadata: { switchyard_reference: 're_1' },
      payment_intent: 'pi_1',
    }
    const dispute = {
      object: 'dispute',
      id: 'dp_t',
      amount: 5,
      currency: 'eur',
      payment_intent: 'pi_1',
      reason: 'fraudulent',
    }
    const setup = { object: 'setup_intent', id: 'seti_1', metadata: {}, status: 'succeeded' }
    const lines = [
      ['payment_intent.succeeded', intent()],
      ['payment_intent.succeeded', intent(manual)],
      ['payment_intent.amount_capturable_updated', intent(held)],
      ['payment_intent.amount_capturable_updated', intent(raised)],
      ['payment_intent.payment_failed', intent(declined)],
      ['payment_intent.canceled', intent({ status: 'canceled' })],
      ['payment_intent.created', intent()],
      ['charge.succeeded', { object: 'charge', id: 'ch_t' }],
      ['refund.created', { ...refund, status: 'pending' }],
      ['refund.updated', { ...refund, status: 'succeeded' }],
      ['refund.failed', { ...refund, status: 'failed' }],
      ['setup_intent.succeeded', setup],
      ['charge.dispute.created', { ...dispute, status: 'needs_response' }],
      ['charge.dispute.closed', { ...dispute, status: 'warning_closed' }],
      ['charge.dispute.updated', { ...dispute, status: 'a status of next year' }],
      ['refund.updated', { ...refund, status: 'halved' }],
      ['payment_intent.succeeded', intent({ currency: 'xyz' })],
    ] as const
    const told = lines.map(([type, object]) => {
      const { subject, reference = '-', paymentReference = '-', answer } = news(type, object) ?? {}
      return `${type}: ${subject} ${reference} ${paymentReference} ${answer?.outcome}`
    })
    expect(told.join('\n')).toMatchInlineSnapshot(`
      "payment_intent.succeeded: authorize ch_1 - approved
      payment_intent.succeeded: capture cp_1 pi_1 approved
      payment_intent.amount_capturable_updated: authorize ch_1 - approved
      payment_intent.amount_capturable_updated: increment in_1 pi_1 approved
      payment_intent.payment_failed: authorize ch_1 - declined
      payment_intent.canceled: void - pi_1 approved
      payment_intent.created: other - - none
      charge.succeeded: other - - none
      refund.created: refund re_1 pi_1 pending
      refund.updated: refund re_1 pi_1 approved
      refund.failed: refund re_1 pi_1 declined
      setup_intent.succeeded: verify - - approved
      charge.dispute.created: dispute - pi_1 dispute
      charge.dispute.closed: dispute - pi_1 dispute
      charge.dispute.updated: dispute - - unknown
      refund.updated: other - - unknown
      payment_intent.succeeded: other - - unknown"
    `)
  })

  test('an event keeps its id, its type and its time', () => {
    expect(news('payment_intent.succeeded', intent())).toMatchObject({
      id: 'evt_1',
      type: 'payment_intent.succeeded',
      occurredAt: fromUnixSeconds(now),
      answer: { outcome: 'approved', amount: money(1_500, 'eur') },
    })
  })
})
