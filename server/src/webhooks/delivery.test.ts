import Stripe from 'stripe'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import type { Receiver } from '../../test/receiver.ts'
import { deliveriesOf, triesOf } from './store.ts'
import {
  happen,
  hour,
  newTenant,
  openScene,
  type Scene,
  type SceneOptions,
} from './test-support.ts'

const stripe = new Stripe('sk_test_webhooks')
let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})

async function scene(options?: SceneOptions): Promise<Scene> {
  const made = await openScene(db, options)
  onTestFinished(made.close)
  return made
}

const deliveryOf = async ({ ctx }: Scene, eventId: string) => (await deliveriesOf(ctx, eventId))[0]
const stateOf = async (at: Scene, eventId: string) => (await deliveryOf(at, eventId))?.state

describe('what a consumer gets', () => {
  test("Stripe's own library verifies it, and it is what happened", async () => {
    const at = await scene({ apiVersion: '2025-03-31.basil' })
    const eventId = await happen(at.ctx, 'payment_intent.succeeded')
    await at.webhooks.drain()
    const [got] = at.consumer.received
    const secret = await at.webhooks.revealSecret(at.ctx, at.endpoint)
    const verified = stripe.webhooks.constructEvent(
      ...[got?.body ?? '', String(got?.headers['stripe-signature']), secret, 300, undefined],
      at.clock.now().getTime(),
    )
    expect(secret).toMatch(/^whsec_[0-9A-Za-z]{32}$/)
    expect(verified).toMatchObject({
      id: eventId,
      type: 'payment_intent.succeeded',
      api_version: '2025-03-31.basil',
      pending_webhooks: 1,
      data: { object: { note: 'Ærø 漢字' } },
    })
    expect(got?.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Switchyard/1.0 (+https://switchyard.example/webhooks)',
    })
    expect(await stateOf(at, eventId)).toBe('delivered')
  })

  test('a rolled secret and the one before it both verify, until the old one expires', async () => {
    const at = await scene()
    const before = await at.webhooks.revealSecret(at.ctx, at.endpoint)
    const rolled = await at.webhooks.rollSecret(at.ctx, at.endpoint.id, { overlapMs: hour })
    const after = await at.webhooks.revealSecret(at.ctx, rolled)
    const verifies = async (secret: string) => {
      await happen(at.ctx, 'charge.succeeded')
      await at.webhooks.drain()
      const got = at.consumer.received.at(-1)
      const header = String(got?.headers['stripe-signature'])
      const nowMs = at.clock.now().getTime()
      try {
        stripe.webhooks.constructEvent(got?.body ?? '', header, secret, 300, undefined, nowMs)
        return true
      } catch {
        return false
      }
    }
    expect([await verifies(before), await verifies(after)]).toEqual([true, true])
    at.clock.advance(hour)
    expect([await verifies(before), await verifies(after)]).toEqual([false, true])
  })

  test('only what an endpoint listens to reaches it, and nothing of other merchants or modes', async () => {
    const at = await scene()
    const charges = await at.receiver()
    const refunds = await at.receiver()
    const strangers = await at.receiver()
    await at.listen(charges, { enabledEvents: ['charge.*', 'payment_intent.created'] })
    await at.listen(refunds, { enabledEvents: ['refund.created'] })
    await at.listen(strangers, { as: await newTenant(db, at.clock) })
    const live = { ...at.ctx, tenant: { ...at.ctx.tenant, livemode: true } }
    const types = ['payment_intent.created', 'charge.succeeded', 'charge.refund.updated'] as const
    for (const type of [...types, 'refund.created', 'payment_intent.succeeded'] as const) {
      await happen(at.ctx, type)
    }
    await happen(live, 'charge.failed')
    await at.webhooks.drain()
    const seen = ({ received }: Receiver) =>
      received.map(({ body }) => (JSON.parse(body) as { type: string }).type).sort()
    expect(seen(charges)).toEqual([...types].sort())
    expect(seen(refunds)).toEqual(['refund.created'])
    expect(seen(strangers)).toEqual([])
    expect(at.consumer.received).toHaveLength(5)
  })
})

describe('a manual resend', () => {
  test('reaches an endpoint again with the same event, and starts a schedule of its own', async () => {
    const at = await scene()
    const eventId = await happen(at.ctx, 'charge.succeeded')
    await at.webhooks.drain()
    at.consumer.answer = { status: 500 }
    const which = { eventId, endpointId: at.endpoint.id }
    await at.webhooks.resendEvent(at.ctx, which)
    await at.webhooks.drain()
    expect(await deliveryOf(at, eventId)).toMatchObject({ state: 'pending', tries: 1 })
    at.consumer.answer = { status: 200 }
    await at.untilNothingIsOwed()
    expect(at.consumer.received.map((each) => each.eventId)).toEqual([eventId, eventId, eventId])
    expect(await triesOf(at.ctx, which)).toHaveLength(3)
  })

  test('reaches an endpoint that was not listening then', async () => {
    const at = await scene()
    const eventId = await happen(at.ctx, 'charge.succeeded')
    await at.webhooks.drain()
    const late = await at.receiver()
    const { id } = await at.listen(late, { enabledEvents: ['refund.created'] })
    await at.webhooks.resendEvent(at.ctx, { eventId, endpointId: id })
    await at.webhooks.drain()
    expect(late.received.map((each) => each.eventId)).toEqual([eventId])
  })

  test('is refused for what is not there, is a stranger’s, or is disabled', async () => {
    const at = await scene()
    const other = await newTenant(db, at.clock)
    const theirs = await happen(other, 'charge.succeeded')
    const ours = await happen(at.ctx, 'charge.succeeded')
    const resend = (eventId: string, endpointId: string) =>
      at.webhooks.resendEvent(at.ctx, { eventId, endpointId })
    await expect(resend(theirs, at.endpoint.id)).rejects.toMatchObject({
      code: 'resource_missing',
      message: `No such event: '${theirs}'`,
    })
    await expect(resend(ours, 'we_nothing')).rejects.toMatchObject({ code: 'resource_missing' })
    await at.webhooks.updateEndpoint(at.ctx, at.endpoint.id, { disabled: true })
    await expect(resend(ours, at.endpoint.id)).rejects.toMatchObject({
      code: 'webhook_endpoint_disabled',
    })
  })
})
