import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Asking, type TestApi, testApi } from '../../test/api.ts'
import { shown } from '../tenants/index.ts'
import { endpoint } from './endpoint.ts'
import { find } from './find.ts'
import { kind } from './kinds.ts'
import { notes } from './testing/notes.ts'

const intentKind = kind({
  ...{ table: 'payment_intents', object: 'intent', prefix: 'pi', schema: z.object({}) },
  browser: ['status'],
  view: (row) => ({ id: row.id, object: 'intent', status: row.status, metadata: row.metadata }),
})

const openIntent = endpoint({
  ...{ method: 'GET', path: '/v1/intents/:intent', summary: 'Open an intent', tag: 'Intents' },
  access: {
    ...{ resource: 'payment_intents', verb: 'read', publishable: 'client_secret' },
    level: 'merchant',
  },
  returns: { one: intentKind },
  handle: async (ctx, { params }) =>
    shown('payment_intents', await find(ctx, intentKind, params.intent, 'intent')),
})

let api: TestApi
beforeAll(async () => {
  api = await testApi({
    endpoints: [...notes.endpoints, openIntent],
    kinds: [...notes.kinds, intentKind],
  })
  await api.sql(
    `insert into payment_intents select * from json_populate_record(null::payment_intents, $1)`,
    [
      JSON.stringify({
        ...{ merchant_id: api.tenant.merchant.id, livemode: false, id: 'pi_1', version: 1 },
        ...{ created_at: new Date(), status: 'succeeded', amount: 1, amount_capturable: 0 },
        ...{ amount_received: 1, currency: 'usd', capture_method: 'automatic', details: {} },
        ...{ client_secret: 'pi_1_secret_x', metadata: { internal: 'x' } },
      }),
    ],
  )
})

const ask = (asking: Asking) => api.ask('GET', '/v1/notes', asking)
const refusal = async (asking: Asking, method = 'GET', path = '/v1/notes') => {
  const { status, body } = await api.ask(method, path, asking)
  return `${status} ${body.error?.code ?? ''}: ${body.error?.message}`
}

describe('who asks', () => {
  test('a key comes as Bearer or as the user name of Basic', async () => {
    const basic = Buffer.from(`${api.keys.secret}:`).toString('base64')
    for (const authorization of [
      `Bearer ${api.keys.secret}`,
      `bearer  ${api.keys.secret}`,
      `Basic ${basic}`,
    ]) {
      expect((await ask({ headers: { authorization } })).status).toBe(200)
    }
  })

  test('nobody, and who cannot be known, are told so in official words', async () => {
    expect(await refusal({})).toMatch(/^401 : You did not provide an API key\. You need to provide/)
    const made = 'sk_test_0123456789abcdefghijklmnopqr'
    expect(await refusal({ key: made })).toMatch(
      /^401 : Invalid API Key provided: sk_test_\*+opqr$/,
    )
    expect(await refusal({ key: '4242424242424242' })).toBe(
      '401 : Invalid API Key provided: ********',
    )
    const odd = await ask({ headers: { authorization: 'Digest x' } })
    expect([odd.status, odd.headers.get('www-authenticate')]).toEqual([
      401,
      'Basic realm="Switchyard"',
    ])
  })

  test('before anything of the request is looked at', async () => {
    expect(await refusal({ raw: '%zz' }, 'POST')).toMatch(/^401/)
  })
})

describe('what a key may', () => {
  test('a PSP acts for a merchant it names, and only for its own', async () => {
    const key = api.keys.psp
    expect(await refusal({ key })).toMatch(/^403 : This request is about one of your merchants/)
    const mine = { 'stripe-account': api.tenant.merchant.id }
    const answer = await ask({ key, headers: mine })
    expect([answer.status, answer.headers.get('stripe-account')]).toEqual([
      200,
      mine['stripe-account'],
    ])
    const inContext = { 'stripe-context': api.tenant.merchant.id }
    expect((await ask({ key, headers: inContext })).status).toBe(200)
    const other = (await api.stranger()).tenant.merchant.id
    const [theirs, nobodys] = [
      await refusal({ key, headers: { 'stripe-account': other } }),
      await refusal({ key, headers: { 'stripe-account': 'acct_nobody' } }),
    ]
    expect(theirs).toMatch(/^403 account_invalid: The provided key/)
    expect(theirs.replace(other, 'acct_nobody')).toBe(nobodys)
  })

  test('an operator has no merchant', async () => {
    expect(await refusal({ key: api.operatorKey })).toMatch(
      /^403 : This request is about a merchant/,
    )
  })

  test('a restricted key does what it lists', async () => {
    const { merchant } = api.tenant
    const owner = { kind: 'restricted', merchant, livemode: false } as const
    const reader = await api.keyOf(owner, { customers: 'read' })
    const other = await api.keyOf(owner, { events: 'write' })
    expect((await ask({ key: reader })).status).toBe(200)
    expect(await refusal({ key: reader, params: { text: 'x' } }, 'POST')).toMatch(
      /^403 : The provided key .* does not have the required permissions/,
    )
    expect(await refusal({ key: other })).toMatch(/^403/)
  })
})

describe('a payer’s browser', () => {
  test('calls only what is meant for it', async () => {
    expect(await refusal({ key: api.keys.publishable })).toMatch(
      /^403 secret_key_required: This API call cannot/,
    )
  })

  test('sees an object with its secret, and of it only what browsers see', async () => {
    const key = api.keys.publishable
    const open = (id: string, params: Record<string, unknown>) => ({ key, id, params })
    const told = ({ id, ...asking }: ReturnType<typeof open>) =>
      refusal(asking, 'GET', `/v1/intents/${id}`)
    const params = { client_secret: 'pi_1_secret_x' }
    const opened = await api.ask('GET', '/v1/intents/pi_1', { key, params })
    expect(opened.body).toEqual({ id: 'pi_1', object: 'intent', status: 'succeeded' })
    expect(await told(open('pi_1', {}))).toBe(
      '400 parameter_missing: Missing required param: client_secret.',
    )
    expect(await told(open('pi_1', { client_secret: 'pi_1_secret_y' }))).toBe(
      "404 resource_missing: No such intent: 'pi_1'",
    )
    expect(await told(open('pi_2', params))).toBe("404 resource_missing: No such intent: 'pi_2'")
    const { body } = await api.ask('GET', '/v1/intents/pi_1', { key: api.keys.secret })
    expect(body.metadata).toEqual({ internal: 'x' })
  })

  test('may read answers from any page, and asks first whether it may', async () => {
    const preflight = await fetch(`${api.url}/v1/notes`, {
      method: 'OPTIONS',
      headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST' },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST')
    expect(preflight.headers.get('access-control-allow-headers')).toContain('idempotency-key')
    expect((await ask({})).headers.get('access-control-allow-origin')).toBe('*')
  })
})

test('every answer has the headers official clients and browsers heed', async () => {
  const { headers } = await ask({ key: api.keys.secret })
  expect(headers.get('request-id')).toMatch(/^req_\w{24}$/)
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
  expect(headers.get('cache-control')).toBe('no-cache, no-store')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(headers.get('stripe-should-retry')).toBeNull()
})
