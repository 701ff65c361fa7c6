import type Stripe from 'stripe'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../../../test/api.ts'
import { openReceiver, type Receiver } from '../../../../test/receiver.ts'
import { stripeClient, stripeError } from '../../../../test/stripe.ts'

let api: TestApi
let stripe: Stripe
let shop: Receiver
let time = Date.now()
beforeAll(async () => {
  api = await testApi(undefined, { clock: { now: () => new Date(time) } })
  stripe = stripeClient(api)
  shop = await openReceiver()
})
afterAll(() => shop.close())

/** A merchant with an endpoint of its own that hears of customers. */
async function listening(params: Partial<Stripe.WebhookEndpointCreateParams> = {}) {
  const account = await stripeClient(api, { key: api.keys.psp }).accounts.create({})
  const made = await api.ask('POST', '/v1/api_keys', {
    key: api.keys.psp,
    params: { account: account.id },
  })
  const own = stripeClient(api, { key: made.body.secret })
  const url = `${shop.url}/${account.id}`
  const endpoint = await own.webhookEndpoints.create({
    ...{ url, enabled_events: ['customer.created'], ...params },
  })
  return {
    ...{ own, endpoint, key: made.body.secret as string, account: account.id },
    received: () => shop.received.filter(({ path }) => path.endsWith(account.id)),
    ask: (method: string, path: string, params = {}) =>
      api.ask(method, path, { key: made.body.secret, params }),
  }
}

/** What the SDK makes of the last webhook, by this secret. */
function verified(body: string, header: string | string[] | undefined, secret: string) {
  return stripe.webhooks.constructEvent(body, String(header), secret, 300, undefined, time)
}

describe('an endpoint', () => {
  test('is told what it wants to hear, signed as the SDK verifies it', async () => {
    const { own, endpoint, received } = await listening()
    expect(endpoint).toMatchObject({
      ...{ object: 'webhook_endpoint', status: 'enabled', api_version: null, livemode: false },
      ...{ enabled_events: ['customer.created'], secret: expect.stringMatching(/^whsec_\w{32}$/) },
    })
    const customer = await own.customers.create({ name: 'Eva' })
    await own.customers.update(customer.id, { name: 'Eva Ek' })
    await api.deliver()
    const [webhook, ...more] = received()
    expect(more).toEqual([])
    const { body = '', headers } = webhook ?? {}
    const event = verified(body, headers?.['stripe-signature'], endpoint.secret ?? '')
    expect([event.type, event.data.object]).toEqual([
      'customer.created',
      expect.objectContaining({ id: customer.id, name: 'Eva' }),
    ])
    expect(() =>
      verified(`${body} `, headers?.['stripe-signature'], endpoint.secret ?? ''),
    ).toThrow('No signatures found')
  })

  test('gets the shape of the version it was made for', async () => {
    const { own, received } = await listening({ api_version: '2022-08-01' })
    await own.customers.create({ name: 'Old' })
    await api.deliver()
    expect(JSON.parse(received()[0]?.body ?? '')).toMatchObject({ api_version: '2022-08-01' })
  })

  test('is told its secret once', async () => {
    const { own, endpoint, ask } = await listening()
    const { secret, ...rest } = endpoint
    expect(await own.webhookEndpoints.retrieve(endpoint.id)).toMatchObject(rest)
    const list = await ask('GET', '/v1/webhook_endpoints')
    expect(list.text).not.toContain('whsec_')
    const rows = await api.sql('select * from idempotent_requests')
    expect(JSON.stringify(rows)).not.toContain(secret)
    expect(api.log.join()).not.toContain(secret)
  })

  test('can be changed, disabled, enabled and deleted', async () => {
    const { own, endpoint, received } = await listening({ description: 'shop' })
    const changed = await own.webhookEndpoints.update(endpoint.id, {
      ...{ enabled_events: ['*'], description: '', metadata: { a: '1' }, disabled: true },
    })
    expect(changed).toMatchObject({
      ...{ enabled_events: ['*'], description: null, metadata: { a: '1' }, status: 'disabled' },
    })
    await own.customers.create({})
    await api.deliver()
    expect(received()).toEqual([])
    await own.webhookEndpoints.update(endpoint.id, { disabled: false })
    await own.customers.create({})
    await api.deliver()
    expect(received()).toHaveLength(1)
    const gone = await own.webhookEndpoints.del(endpoint.id)
    expect(gone).toMatchObject({ id: endpoint.id, object: 'webhook_endpoint', deleted: true })
    expect(await stripeError(own.webhookEndpoints.retrieve(endpoint.id))).toMatchObject({
      ...{ statusCode: 404, message: `No such webhook endpoint: '${endpoint.id}'` },
    })
    expect((await own.webhookEndpoints.list()).data).toEqual([])
  })

  test.each([
    [{ url: 'ftp://example.com' }, 'url'],
    [{ url: 'https://user:secret@example.com' }, 'url'],
    [{ enabled_events: ['customer.celebrated'] }, 'enabled_events[0]'],
    [{ enabled_events: [] }, 'enabled_events'],
    [{ api_version: 'latest' }, 'api_version'],
    [{ connect: true }, 'connect'],
  ])('that cannot be is refused by name: %j', async (params, param) => {
    const { status, body } = await api.ask('POST', '/v1/webhook_endpoints', {
      key: api.keys.secret,
      json: { url: shop.url, enabled_events: ['*'], ...params },
    })
    expect([status, body.error.param]).toEqual([400, param])
  })
})

describe('the delivery log', () => {
  test('tells every try: when, where to, how long, and what was answered', async () => {
    const { own, endpoint, ask } = await listening()
    await own.customers.create({ name: 'Eva' })
    shop.answer = { status: 500, body: 'out of coffee' }
    await api.deliver()
    shop.answer = { status: 200, body: 'thanks' }
    const path = `/v1/webhook_endpoints/${endpoint.id}/deliveries`
    const [owed] = (await ask('GET', path)).body.data
    expect(owed).toMatchObject({
      ...{ object: 'webhook_delivery', status: 'pending', webhook_endpoint: endpoint.id },
      last_try: {
        ...{ object: 'webhook_try', error: null, duration_ms: expect.any(Number) },
        request: { url: endpoint.url, id: expect.stringMatching(/^wht_/) },
        response: { status: 500, body: 'out of coffee' },
      },
    })
    expect(owed.next_try_at * 1_000).toBeGreaterThan(time)
    time += 60_000
    await api.deliver()
    const { body } = await ask('GET', `${path}/${owed.id}`, { expand: ['event'] })
    expect([body.status, body.next_try_at, body.event.type]).toEqual([
      ...['delivered', null, 'customer.created'],
    ])
    expect(body.tries.map((each: { response: object }) => each.response)).toEqual([
      { status: 500, body: 'out of coffee' },
      { status: 200, body: 'thanks' },
    ])
    expect(body.last_try).toEqual(body.tries[1])
  })

  test('pages by deliveries, and by how they stand', async () => {
    const { own, endpoint, ask } = await listening()
    for (const name of ['1', '2', '3']) await own.customers.create({ name })
    await api.deliver()
    const path = `/v1/webhook_endpoints/${endpoint.id}/deliveries`
    const ids = async (params: object) =>
      (await ask('GET', path, params)).body.data.map(({ id }: { id: string }) => id)
    const all = await ids({})
    expect(all).toHaveLength(3)
    expect(await ids({ limit: 1, starting_after: all[0] })).toEqual([all[1]])
    expect(await ids({ ending_before: all[2] })).toEqual(all.slice(0, 2))
    expect([await ids({ status: 'pending' }), await ids({ status: 'delivered' })]).toEqual([
      [],
      all,
    ])
    const lost = await ask('GET', path, { starting_after: 'whd_1_2' })
    expect([lost.status, lost.body.error.param]).toEqual([400, 'starting_after'])
    const other = await ask('GET', `${path}/${all[0]}x`)
    expect([other.status, other.body.error.code]).toEqual([404, 'resource_missing'])
  })
})

test('an event is sent once more when it is asked for, as the CLI asks', async () => {
  const { own, endpoint, received, ask } = await listening()
  await own.customers.create({ name: 'Eva' })
  await api.deliver()
  const { id } = JSON.parse(received()[0]?.body ?? '')
  const again = await ask('POST', `/v1/events/${id}/retry`, { webhook_endpoint: endpoint.id })
  expect(again.body).toMatchObject({ id, object: 'event', pending_webhooks: 1 })
  await api.deliver()
  expect(received().map(({ eventId }) => eventId)).toEqual([id, id])
  expect((await ask('POST', `/v1/events/${id}/retry`)).body.error.param).toBe('webhook_endpoint')
  const nobody = await ask('POST', `/v1/events/${id}/retry`, { webhook_endpoint: 'we_unknown' })
  expect([nobody.status, nobody.body.error.param]).toEqual([400, 'webhook_endpoint'])
  const lost = await ask('POST', '/v1/events/evt_unknown/retry', { webhook_endpoint: endpoint.id })
  expect([lost.status, lost.body.error.message]).toEqual([404, "No such event: 'evt_unknown'"])
})

describe('a rolled secret', () => {
  const roll = (at: Awaited<ReturnType<typeof listening>>, params = {}) =>
    at.ask('POST', `/v1/webhook_endpoints/${at.endpoint.id}/roll_secret`, params)

  test('signs beside the old one for a day', async () => {
    const at = await listening()
    const { body } = await roll(at)
    const secrets = [at.endpoint.secret ?? '', body.secret]
    expect(new Set(secrets).size).toBe(2)
    await at.own.customers.create({})
    await api.deliver()
    const [first] = at.received()
    for (const secret of secrets) {
      verified(first?.body ?? '', first?.headers['stripe-signature'], secret)
    }
    time += 86_400_000
    await at.own.customers.create({})
    await api.deliver()
    const [, second] = at.received()
    const check = (secret: string) =>
      verified(second?.body ?? '', second?.headers['stripe-signature'], secret)
    expect(check(body.secret).type).toBe('customer.created')
    expect(() => check(secrets[0] ?? '')).toThrow('No signatures found')
  })

  test('replaces one that leaked at once, and no later than in a day', async () => {
    const at = await listening()
    const { body } = await roll(at, { expires_at: 'now' })
    await at.own.customers.create({})
    await api.deliver()
    const header = at.received()[0]?.headers['stripe-signature']
    expect(String(header).match(/v1=/g)).toHaveLength(1)
    verified(at.received()[0]?.body ?? '', header, body.secret)
    const late = await roll(at, { expires_at: Math.floor(time / 1_000) + 90_000 })
    expect([late.status, late.body.error.param]).toEqual([400, 'expires_at'])
  })
})

describe('whose endpoint', () => {
  test('another merchant’s cannot be told from none, be it of another PSP or the same', async () => {
    const mine = await listening()
    await mine.own.customers.create({})
    await api.deliver()
    const [delivery] = (
      await mine.ask('GET', `/v1/webhook_endpoints/${mine.endpoint.id}/deliveries`)
    ).body.data
    const sibling = await listening()
    const { secret } = await api.stranger()
    const calls: [string, string, Record<string, unknown>][] = [
      ['GET', '', {}],
      ['POST', '', { disabled: true }],
      ['DELETE', '', {}],
      ['POST', '/roll_secret', {}],
      ['GET', '/deliveries', {}],
      ['GET', `/deliveries/${delivery.id}`, {}],
    ]
    for (const key of [sibling.key, secret]) {
      for (const [method, path, params] of calls) {
        const send = (id: string) =>
          api.ask(method, `/v1/webhook_endpoints/${id}${path}`, { key, params })
        const [foreign, unknown] = [await send(mine.endpoint.id), await send('we_unknown')]
        expect(foreign.status).toBe(404)
        expect(foreign.text.replaceAll(mine.endpoint.id, 'we_unknown')).toBe(unknown.text)
      }
      const list = await api.ask('GET', '/v1/webhook_endpoints', { key })
      expect(list.text).not.toContain(mine.endpoint.id)
      const retry = await api.ask('POST', `/v1/events/${delivery.event}/retry`, {
        ...{ key, params: { webhook_endpoint: mine.endpoint.id } },
      })
      expect([retry.status, retry.body.error.message]).toEqual([
        404,
        `No such event: '${delivery.event}'`,
      ])
    }
    expect((await mine.own.webhookEndpoints.retrieve(mine.endpoint.id)).status).toBe('enabled')
  })

  test('a PSP minds it for its merchant, by name', async () => {
    const { endpoint, account } = await listening()
    const psp = stripeClient(api, { key: api.keys.psp })
    const seen = await psp.webhookEndpoints.retrieve(endpoint.id, {}, { stripeAccount: account })
    expect(seen.id).toBe(endpoint.id)
    expect((await stripeError(psp.webhookEndpoints.list())).statusCode).toBe(403)
  })

  test('a restricted key needs leave for it', async () => {
    const { endpoint, account } = await listening()
    const make = async (permissions: object) =>
      (
        await api.ask('POST', '/v1/api_keys', {
          key: api.keys.psp,
          params: { account, type: 'restricted', permissions },
        })
      ).body.secret
    const reader = stripeClient(api, { key: await make({ webhook_endpoints: 'read' }) })
    expect((await reader.webhookEndpoints.retrieve(endpoint.id)).id).toBe(endpoint.id)
    expect((await stripeError(reader.webhookEndpoints.del(endpoint.id))).statusCode).toBe(403)
    const other = stripeClient(api, { key: await make({ charges: 'write' }) })
    expect((await stripeError(other.webhookEndpoints.list())).statusCode).toBe(403)
  })
})
