import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { openReceiver } from '../../test/receiver.ts'
import type { Context } from '../tenants/index.ts'
import { mostEndpoints, type NewEndpoint } from './create-endpoint.ts'
import { deliveriesOf, deliveriesTo, endpointsOf } from './store.ts'
import {
  type HandClock,
  handClock,
  happen,
  minute,
  newTenant,
  type TestWebhooks,
  testWebhooks,
} from './test-support.ts'
import { getEndpoint } from './verbs.ts'

const policy = { allowPrivateAddresses: false, allowHighPorts: false }
let db: TestDatabase
let clock: HandClock
let ctx: Context
let webhooks: TestWebhooks
beforeAll(async () => {
  db = await testDatabase()
})
beforeEach(async () => {
  clock = handClock()
  ctx = await newTenant(db, clock)
  webhooks = testWebhooks(db, clock, { policy, resolve: async () => [publicAddress] })
})

const publicAddress = { address: '93.184.215.14', family: 4 }
const create = (input: Partial<NewEndpoint> = {}, of = ctx) =>
  webhooks.createEndpoint(of, { url: 'https://example.com/hook', enabledEvents: ['*'], ...input })
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'no refusal',
    ({ code, param, message }) => `${code} (${param}): ${message}`,
  )

describe('an endpoint', () => {
  test('is kept as asked for, with its secret sealed', async () => {
    const made = await create({
      apiVersion: '2025-03-31.basil',
      description: 'orders',
      enabledEvents: ['charge.*', 'refund.created', 'refund.created'],
      metadata: { shop: 'north' },
    })
    expect(await getEndpoint(ctx, made.id)).toEqual(made)
    expect(made).toMatchObject({
      id: expect.stringMatching(/^we_/),
      status: 'enabled',
      url: 'https://example.com/hook',
      api_version: '2025-03-31.basil',
      description: 'orders',
      enabled_events: ['charge.*', 'refund.created'],
      metadata: { shop: 'north' },
    })
    const secret = await webhooks.revealSecret(ctx, made)
    expect(secret).toMatch(/^whsec_/)
    expect(JSON.stringify(made)).not.toContain(secret)
  })

  test('is refused with the field at fault and what would be right', async () => {
    const live = { ...ctx, tenant: { ...ctx.tenant, livemode: true } }
    const refusals = await Promise.all([
      refusal(create({ url: 'http://example.com/' }, live)),
      refusal(create({ url: 'http://10.0.0.1/' })),
      refusal(create({ enabledEvents: [] })),
      refusal(create({ enabledEvents: ['charge.succeeded', 'charge.suceeded'] })),
      refusal(create({ enabledEvents: ['nothing.*'] })),
      refusal(create({ enabledEvents: ['charge*'] })),
    ])
    expect(refusals.join('\n')).toMatchInlineSnapshot(`
      "url_invalid (url): The URL must be https in live mode.
      url_invalid (url): The URL cannot be used: its host is not a public address.
      enabled_events_invalid (enabled_events): Name at least one event, or '*' for all of them.
      enabled_events_invalid (enabled_events[1]): There is no event 'charge.suceeded'.
      enabled_events_invalid (enabled_events[0]): There is no event 'nothing.*'.
      enabled_events_invalid (enabled_events[0]): There is no event 'charge*'."
    `)
  })

  test('may be refused for where its name leads today', async () => {
    const inward = testWebhooks(db, clock, {
      policy,
      resolve: async () => [publicAddress, { address: '127.0.0.1', family: 4 }],
    })
    const input = { url: 'https://rebind.example.com/', enabledEvents: ['*'] }
    expect(await refusal(inward.createEndpoint(ctx, input))).toContain('url_invalid (url)')
    const { id } = await create()
    expect(await refusal(inward.updateEndpoint(ctx, id, { url: input.url }))).toContain(
      'url_invalid (url)',
    )
  })

  test('is one of sixteen at most, deleted ones not counted', async () => {
    for (let made = 0; made < mostEndpoints; made++) await create()
    expect(await refusal(create())).toContain('webhook_endpoint_limit')
    const [newest] = await endpointsOf(ctx)
    await webhooks.deleteEndpoint(ctx, newest?.id ?? '')
    await create()
    expect(await endpointsOf(ctx)).toHaveLength(mostEndpoints)
  })

  test('changes only where it is told to', async () => {
    const made = await create({ description: 'orders', metadata: { shop: 'north', till: '1' } })
    const next = await webhooks.updateEndpoint(ctx, made.id, {
      url: 'https://example.org/new',
      metadata: { till: '', desk: '2' },
    })
    expect(next).toEqual({
      ...made,
      version: 2,
      url: 'https://example.org/new',
      metadata: { shop: 'north', desk: '2' },
    })
    expect(await getEndpoint(ctx, made.id)).toEqual(next)
    const bare = await webhooks.updateEndpoint(ctx, made.id, { description: '', metadata: null })
    expect(bare).toMatchObject({ description: null, metadata: {} })
  })

  test('changed by two at once has both changes', async () => {
    const { id } = await create()
    await Promise.all([
      webhooks.updateEndpoint(ctx, id, { description: 'orders' }),
      webhooks.updateEndpoint(ctx, id, { metadata: { shop: 'north' } }),
      webhooks.rollSecret(ctx, id),
    ])
    const now = await getEndpoint(ctx, id)
    expect(now).toMatchObject({
      version: 4,
      description: 'orders',
      metadata: { shop: 'north' },
    })
    expect(now.secrets).toHaveLength(2)
  })

  test('is disabled and enabled on request, and remembers since when', async () => {
    const { id } = await create()
    clock.advance(minute)
    expect(await webhooks.updateEndpoint(ctx, id, { disabled: true })).toMatchObject({
      status: 'disabled',
      disabled_reason: 'requested',
      disabled_at: clock.now(),
    })
    clock.advance(minute)
    expect(await webhooks.updateEndpoint(ctx, id, { disabled: false })).toMatchObject({
      status: 'enabled',
      disabled_reason: null,
      disabled_at: null,
      enabled_at: clock.now(),
    })
  })

  test('that is deleted is gone, and so are its secrets', async () => {
    const { id } = await create()
    const { status, secrets } = await webhooks.deleteEndpoint(ctx, id)
    expect([status, secrets]).toEqual(['deleted', []])
    expect(await endpointsOf(ctx)).toEqual([])
    const gone = `resource_missing (id): No such webhook endpoint: '${id}'`
    expect(await refusal(getEndpoint(ctx, id))).toBe(gone)
    expect(await refusal(webhooks.updateEndpoint(ctx, id, {}))).toBe(gone)
    expect(await refusal(webhooks.deleteEndpoint(ctx, id))).toBe(gone)
    expect(await refusal(webhooks.rollSecret(ctx, id))).toBe(gone)
  })
})

describe('a rolled secret', () => {
  test('leaves the old one good for as long as asked, a day at most', async () => {
    const { id } = await create()
    expect(await refusal(webhooks.rollSecret(ctx, id, { overlapMs: 25 * 60 * minute }))).toContain(
      'secret_overlap_invalid',
    )
    const kept = await webhooks.rollSecret(ctx, id, { overlapMs: minute })
    expect(kept.secrets).toMatchObject([
      { expires_at: null },
      { expires_at: new Date(clock.now().getTime() + minute).toISOString() },
    ])
    const leaked = await webhooks.rollSecret(ctx, id, { overlapMs: 0 })
    expect(leaked.secrets).toHaveLength(1)
  })

  test('makes five signatures at most', async () => {
    const { id } = await create()
    for (let rolls = 0; rolls < 8; rolls++) await webhooks.rollSecret(ctx, id)
    expect((await getEndpoint(ctx, id)).secrets).toHaveLength(5)
  })
})

describe('another merchant', () => {
  test('sees nothing of endpoints, deliveries and tries, even without asking for its own', async () => {
    const { url, close } = await openReceiver({ status: 500 })
    onTestFinished(close)
    const inward = testWebhooks(db, clock)
    const endpoint = await inward.createEndpoint(ctx, { url, enabledEvents: ['*'] })
    const eventId = await happen(ctx, 'charge.succeeded')
    await inward.drain()
    const other = await newTenant(db, clock)
    expect(await refusal(getEndpoint(other, endpoint.id))).toContain('resource_missing')
    expect(await deliveriesOf(other, eventId)).toEqual([])
    const tables = ['webhook_endpoints', 'webhook_deliveries', 'webhook_tries', 'webhook_health']
    for (const table of tables as 'webhook_tries'[]) {
      expect(await ctx.queries.selectFrom(table).selectAll().execute()).toHaveLength(1)
      expect(await other.queries.selectFrom(table).selectAll().execute()).toEqual([])
    }
  })
})

describe('the delivery log', () => {
  test('is read in pages, both ways, and by state', async () => {
    const { id } = await create()
    const events: string[] = []
    for (let made = 0; made < 5; made++) events.unshift(await happen(ctx, 'charge.succeeded'))
    while ((await webhooks.fanOut()) > 0);
    const page = async (options: Partial<Parameters<typeof deliveriesTo>[2]>) => {
      const { deliveries, hasMore } = await deliveriesTo(ctx, id, { limit: 2, ...options })
      return [...deliveries.map(({ event_id }) => events.indexOf(event_id)), hasMore]
    }
    expect(await page({})).toEqual([0, 1, true])
    expect(await page({ startingAfter: events[1] })).toEqual([2, 3, true])
    expect(await page({ startingAfter: events[3] })).toEqual([4, false])
    expect(await page({ endingBefore: events[4] })).toEqual([2, 3, true])
    expect(await page({ endingBefore: events[1] })).toEqual([0, false])
    expect(await page({ state: 'failed' })).toEqual([false])
    expect(await page({ state: 'pending', limit: 10 })).toEqual([0, 1, 2, 3, 4, false])
  })
})
