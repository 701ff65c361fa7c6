import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openSdkBed, refusal, type SdkBed } from './test-bed.ts'

let bed: SdkBed
let stripe: SdkBed['stripe']
beforeAll(async () => {
  bed = await openSdkBed()
  stripe = bed.stripe
})
beforeEach(() => bed.reset())
afterAll(() => bed.close())

describe('events', () => {
  test('of a payment verify with the package and carry the object', async () => {
    const { id } = await bed.pay()
    await expect
      .poll(() => bed.told())
      .toEqual(['charge.succeeded', 'payment_intent.created', 'payment_intent.succeeded'])
    const event = bed.events().find(({ type }) => type === 'payment_intent.succeeded')
    expect(event?.data.object).toMatchObject({ id, status: 'succeeded' })
    const listed = await stripe.events.list({ type: 'payment_intent.succeeded' })
    expect(listed.data.map((each) => each.id)).toEqual([event?.id])
  })

  test('of a decline and of a capture', async () => {
    await refusal(bed.pay({ payment_method: 'pm_card_chargeDeclined' }))
    await expect
      .poll(() => bed.told())
      .toEqual(['charge.failed', 'payment_intent.created', 'payment_intent.payment_failed'])
    bed.reset()
    const held = await bed.pay({ capture_method: 'manual' })
    await stripe.paymentIntents.capture(held.id)
    await expect
      .poll(() => bed.told())
      .toEqual([
        'charge.captured',
        'charge.succeeded',
        'payment_intent.amount_capturable_updated',
        'payment_intent.created',
        'payment_intent.succeeded',
      ])
  })

  test('of a refund that fails later, whose money comes back', async () => {
    const { id } = await bed.pay({ payment_method: 'pm_card_refundFail' })
    const refund = await stripe.refunds.create({ payment_intent: id })
    expect(refund.status).toBe('succeeded')
    await expect.poll(() => bed.told()).toContain('refund.failed')
    expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({ status: 'failed' })
    const { data } = await stripe.balanceTransactions.list()
    expect(data.map(({ type, amount }) => `${type} ${amount}`)).toEqual([
      'refund_failure 2000',
      'refund -2000',
      'charge 2000',
    ])
  })
})

describe('a dispute', () => {
  const disputed = async () => {
    await bed.pay({ payment_method: 'pm_card_createDispute' })
    await expect.poll(() => bed.told()).toContain('charge.dispute.funds_withdrawn')
    const { data } = await stripe.disputes.list()
    expect(data).toMatchObject([{ status: 'needs_response', reason: 'fraudulent', amount: 2_000 }])
    return data[0]?.id ?? ''
  }

  test('takes the money and the fee, and evidence brings the money back', async () => {
    const id = await disputed()
    const evidence = { uncategorized_text: 'winning_evidence' }
    expect(await stripe.disputes.update(id, { evidence })).toMatchObject({ status: 'won' })
    await expect.poll(() => bed.told()).toContain('charge.dispute.funds_reinstated')
    const { data } = await stripe.balanceTransactions.list()
    expect(data.map(({ type, net }) => `${type} ${net}`)).toEqual([
      'adjustment 2000',
      'adjustment -3500',
      'charge 1912',
    ])
  })

  test('that is closed is lost, and its charge cannot be refunded', async () => {
    const id = await disputed()
    expect(await stripe.disputes.close(id)).toMatchObject({ status: 'lost' })
    const {
      data: [charge],
    } = await stripe.charges.list()
    const error = await refusal(stripe.refunds.create({ charge: charge?.id ?? '' }))
    expect(error).toMatchObject({ code: 'charge_disputed' })
    const again = await refusal(stripe.disputes.close(id))
    expect(again.statusCode).toBe(400)
  })
})

test('a challenge sends the payer to the bank’s page and back', async () => {
  const intent = await bed.pay({
    payment_method: 'pm_card_threeDSecure2Required',
    return_url: 'https://shop.example/return?order=1',
  })
  expect(intent.status).toBe('requires_action')
  const url = intent.next_action?.redirect_to_url?.url ?? ''
  expect(await (await fetch(url)).text()).toContain('$20.00')
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const answer = { method: 'POST', headers, body: 'result=complete', redirect: 'manual' } as const
  const back = new URL((await fetch(url, answer)).headers.get('location') ?? '')
  expect(back.origin + back.pathname).toBe('https://shop.example/return')
  expect(Object.fromEntries(back.searchParams)).toEqual({
    order: '1',
    payment_intent: intent.id,
    payment_intent_client_secret: intent.client_secret,
    source_type: 'card',
  })
  const paid = await stripe.paymentIntents.retrieve(intent.id, { expand: ['latest_charge'] })
  expect(paid).toMatchObject({
    status: 'succeeded',
    latest_charge: {
      payment_method_details: { card: { three_d_secure: { result: 'authenticated' } } },
    },
  })
  expect((await fetch(url, answer)).status).toBe(404)
})
