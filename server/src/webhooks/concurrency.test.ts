import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { healthOf, pendingWebhooks } from './store.ts'
import { happen, openScene, type Scene, type SceneOptions } from './test-support.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})

async function scene(options?: SceneOptions): Promise<Scene> {
  const made = await openScene(db, options)
  onTestFinished(made.close)
  return made
}

describe('many at a time', () => {
  test('an endpoint that does not answer holds up no other, and takes no more than its places', async () => {
    const at = await scene({ limits: { perEndpoint: 3 } })
    const release = Promise.withResolvers<void>()
    let open = 0
    let most = 0
    at.consumer.answer = async () => {
      most = Math.max(most, ++open)
      await release.promise
      open -= 1
      return { status: 200 }
    }
    const quick = await at.receiver()
    for (let made = 0; made < 20; made++) await happen(at.ctx, 'charge.succeeded')
    await at.listen(quick, { enabledEvents: ['refund.created'] })
    for (let made = 0; made < 30; made++) await happen(at.ctx, 'refund.created')
    await at.webhooks.sendUntil(() => quick.received.length === 30 && open > 0)
    const wakes = at.webhooks.wakes()
    release.resolve()
    await at.webhooks.drain()
    expect(at.consumer.received).toHaveLength(50)
    expect(most).toBe(3)
    expect(at.webhooks.wakes()).toBeGreaterThan(wakes)
  })

  test('an endpoint that is failing is tried one at a time, until something gets through', async () => {
    const at = await scene({ limits: { perEndpoint: 4 } })
    const most = { failing: 0, well: 0 }
    let open = 0
    let phase: keyof typeof most = 'failing'
    at.consumer.answer = async () => {
      open += 1
      most[phase] = Math.max(most[phase], open)
      await new Promise((resolve) => setImmediate(resolve))
      open -= 1
      return { status: phase === 'failing' ? 500 : 200 }
    }
    await happen(at.ctx, 'charge.succeeded')
    await at.webhooks.drain()
    for (let made = 0; made < 12; made++) await happen(at.ctx, 'charge.succeeded')
    await at.webhooks.drain()
    expect(most.failing).toBe(1)
    phase = 'well'
    await at.untilNothingIsOwed()
    expect(await healthOf(at.ctx, at.endpoint.id)).toMatchObject({
      consecutive_failures: 0,
      failing_since: null,
    })
    expect(most.well).toBeGreaterThan(1)
  })

  test('places are shared out: the first of every queue goes before the second of any', async () => {
    const at = await scene({ limits: { total: 2, perEndpoint: 2 } })
    const release = Promise.withResolvers<void>()
    const wait = () => release.promise.then(() => ({ status: 200 }))
    at.consumer.answer = wait
    const other = await at.receiver(wait)
    await at.listen(other)
    for (let made = 0; made < 5; made++) await happen(at.ctx, 'charge.succeeded')
    await at.webhooks.sendUntil(() => at.consumer.received.length + other.received.length === 2)
    expect([at.consumer.received.length, other.received.length]).toEqual([1, 1])
    release.resolve()
    await at.webhooks.drain()
  })

  test('an event tells how many endpoints it has yet to reach', async () => {
    const at = await scene()
    const slow = await at.receiver({ status: 500 })
    await at.listen(slow)
    const eventId = await happen(at.ctx, 'charge.succeeded')
    const pending = async () => (await pendingWebhooks(at.ctx, [eventId])).get(eventId)
    await at.webhooks.fanOut()
    expect(await pending()).toBe(2)
    await at.webhooks.drain()
    expect(await pending()).toBe(1)
    slow.answer = { status: 200 }
    await at.untilNothingIsOwed()
    expect(await pending()).toBeUndefined()
    const counts = slow.received.map(({ body }) => JSON.parse(body).pending_webhooks as number)
    expect(counts).toEqual([2, 1])
  })
})
