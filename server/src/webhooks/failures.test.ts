import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { claimDue } from './delivery-store.ts'
import { deliveriesOf, healthOf, triesOf } from './store.ts'
import {
  happen,
  hour,
  minute,
  openScene,
  type Scene,
  type SceneOptions,
  testWebhooks,
} from './test-support.ts'
import { getEndpoint } from './verbs.ts'

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

describe('when the consumer fails', () => {
  test('one that is down for an hour loses nothing, and every event keeps its id', async () => {
    const at = await scene()
    at.consumer.answer = { status: 503 }
    const sent: string[] = []
    for (let minutes = 0; minutes < 60; minutes += 5) {
      sent.push(await happen(at.ctx, 'charge.succeeded'))
      await at.webhooks.drain()
      at.clock.advance(5 * minute)
    }
    at.consumer.answer = { status: 200 }
    const failures = at.consumer.received.length
    expect(failures).toBeGreaterThan(sent.length)
    await at.untilNothingIsOwed()
    const delivered = at.consumer.received.slice(failures).map(({ eventId }) => eventId)
    expect(delivered.sort()).toEqual(sent.sort())
    expect(new Set(at.consumer.received.map(({ eventId }) => eventId))).toEqual(new Set(sent))
  })

  test('tries follow the schedule, each in the log, and the last one ends it', async () => {
    const at = await scene()
    at.consumer.answer = { status: 500, body: 'out of order' }
    const eventId = await happen(at.ctx, 'charge.succeeded')
    await at.untilNothingIsOwed()
    const log = await triesOf(at.ctx, { eventId, endpointId: at.endpoint.id })
    const start = log[0]?.created_at.getTime() ?? 0
    const lines = log.map(({ created_at, status, response, error }) =>
      [(created_at.getTime() - start) / 1_000, status, response, error]
        .filter((said) => said !== null)
        .join(' '),
    )
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "0 500 out of order
      5 500 out of order
      65 500 out of order
      665 500 out of order
      4265 500 out of order
      15065 500 out of order"
    `)
    expect(await deliveryOf(at, eventId)).toMatchObject({ state: 'failed', tries: 6 })
    expect(at.consumer.received.map(({ headers }) => headers['request-id'])).toEqual(
      log.map(({ id }) => id),
    )
  })

  test('a redirect into the metadata service is a failure and is not followed', async () => {
    const at = await scene()
    const location = 'http://169.254.169.254/latest/meta-data'
    at.consumer.answer = { status: 302, headers: { location } }
    const eventId = await happen(at.ctx, 'charge.succeeded')
    await at.webhooks.drain()
    expect(await deliveryOf(at, eventId)).toMatchObject({
      state: 'pending',
      lastTry: { status: 302, error: null },
    })
  })

  test('an endpoint that says 410 is disabled, and what it was owed is canceled', async () => {
    const at = await scene()
    at.consumer.answer = { status: 500 }
    const earlier = await happen(at.ctx, 'charge.succeeded')
    await at.webhooks.drain()
    at.consumer.answer = { status: 410 }
    const last = await happen(at.ctx, 'charge.succeeded')
    await at.webhooks.drain()
    expect(await getEndpoint(at.ctx, at.endpoint.id)).toMatchObject({
      status: 'disabled',
      disabled_reason: 'gone',
      disabled_at: at.clock.now(),
      version: 2,
    })
    await at.untilNothingIsOwed()
    expect([await stateOf(at, earlier), await stateOf(at, last)]).toEqual(['canceled', 'failed'])
    await happen(at.ctx, 'charge.succeeded')
    await at.webhooks.drain()
    expect(at.consumer.received).toHaveLength(2)
  })

  test('Retry-After is heeded', async () => {
    const at = await scene()
    at.consumer.answer = { status: 429, headers: { 'retry-after': '1800' } }
    const eventId = await happen(at.ctx, 'charge.succeeded')
    await at.webhooks.drain()
    const expected = new Date(at.clock.now().getTime() + 30 * minute)
    expect((await deliveryOf(at, eventId))?.next_try_at).toEqual(expected)
    expect((await at.webhooks.deliverDue()).nextDueAt).toEqual(expected)
  })

  test('in test mode, an endpoint is disabled when an event fails throughout and nothing gets by', async () => {
    const at = await scene()
    at.consumer.answer = { status: 500 }
    await happen(at.ctx, 'charge.succeeded')
    await at.untilNothingIsOwed()
    expect(await getEndpoint(at.ctx, at.endpoint.id)).toMatchObject({
      status: 'disabled',
      disabled_reason: 'failing',
    })
    expect(at.webhooks.log).toContainEqual({
      kind: 'webhook_endpoint_disabled',
      merchantId: at.ctx.tenant.merchant.id,
      endpointId: at.endpoint.id,
      reason: 'failing',
    })
  })

  test('one event that fails throughout does not disable an endpoint that takes others', async () => {
    const at = await scene()
    const poison = await happen(at.ctx, 'charge.succeeded')
    at.consumer.answer = ({ eventId }) => ({ status: eventId === poison ? 500 : 200 })
    for (let hours = 0; hours < 6; hours++) {
      await happen(at.ctx, 'charge.failed')
      await at.webhooks.drain()
      at.clock.advance(hour)
    }
    await at.untilNothingIsOwed()
    expect(await stateOf(at, poison)).toBe('failed')
    expect((await getEndpoint(at.ctx, at.endpoint.id)).status).toBe('enabled')
  })

  test('a live endpoint is given five days, and a clean slate when it is enabled again', async () => {
    const at = await scene({ livemode: true })
    at.consumer.answer = { status: 500 }
    let hours = 0
    const failing = async () => (await getEndpoint(at.ctx, at.endpoint.id)).status === 'enabled'
    const failHourly = async () => {
      for (hours = 0; (await failing()) && hours < 400; hours += 6) {
        await happen(at.ctx, 'charge.succeeded')
        await at.webhooks.drain()
        at.clock.advance(6 * hour)
      }
    }
    await failHourly()
    const first = hours
    await at.webhooks.updateEndpoint(at.ctx, at.endpoint.id, { disabled: false })
    await failHourly()
    expect([first, hours].map((each) => Math.floor(each / 24))).toEqual([5, 5])
    expect((await healthOf(at.ctx, at.endpoint.id))?.consecutive_failures).toBeGreaterThan(40)
  })

  test('what cannot be rendered is tried again, and is not held against the endpoint', async () => {
    let isBroken = true
    const at = await scene({
      render(row) {
        if (isBroken) throw new Error('no view for this')
        return JSON.stringify({ id: row.id })
      },
    })
    const eventId = await happen(at.ctx, 'charge.succeeded')
    await at.webhooks.drain()
    expect(at.webhooks.log).toContainEqual(
      expect.objectContaining({ kind: 'webhook_fault', eventId }),
    )
    expect(await healthOf(at.ctx, at.endpoint.id)).toBeUndefined()
    isBroken = false
    await at.untilNothingIsOwed()
    expect(await stateOf(at, eventId)).toBe('delivered')
  })
})

describe('when we fail', () => {
  test('what was claimed by a worker that died is sent when its lease runs out', async () => {
    const at = await scene()
    const eventId = await happen(at.ctx, 'charge.succeeded')
    await at.webhooks.fanOut()
    const now = at.clock.now()
    const { claims } = await claimDue(db.database.system, {
      ...{ now, lease: new Date(now.getTime() + 30_000) },
      ...{ limits: { total: 10, perEndpoint: 10 }, inFlight: new Map() },
    })
    expect(claims.map((claim) => claim.eventId)).toEqual([eventId])
    await at.webhooks.drain()
    expect(at.consumer.received).toHaveLength(0)
    expect((await at.webhooks.deliverDue()).nextDueAt).toEqual(new Date(now.getTime() + 30_000))
    at.clock.advance(30_000)
    await at.webhooks.drain()
    expect(at.consumer.received.map((each) => each.eventId)).toEqual([eventId])
  })

  test('an answer that could not be written down is asked for again: at least once', async () => {
    const at = await scene()
    const eventId = await happen(at.ctx, 'charge.succeeded')
    await db.sql('revoke insert on webhook_tries from switchyard_system')
    await at.webhooks.drain()
    expect(at.webhooks.log).toContainEqual(
      expect.objectContaining({ kind: 'webhook_fault', eventId }),
    )
    await db.sql('grant insert on webhook_tries to switchyard_system')
    expect(await stateOf(at, eventId)).toBe('pending')
    at.clock.advance(30_000)
    await at.webhooks.drain()
    expect(at.consumer.received.map((each) => each.eventId)).toEqual([eventId, eventId])
    expect(await stateOf(at, eventId)).toBe('delivered')
  })

  test('two workers send each delivery once', async () => {
    const at = await scene()
    const second = testWebhooks(db, at.clock)
    onTestFinished(() => second.close())
    const sent: string[] = []
    for (let made = 0; made < 40; made++) sent.push(await happen(at.ctx, 'charge.succeeded'))
    await Promise.all([at.webhooks.drain(), second.drain()])
    expect(at.consumer.received.map(({ eventId }) => eventId).sort()).toEqual(sent.sort())
  })
})
