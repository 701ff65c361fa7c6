import { beforeAll, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../../../test/api.ts'

let api: TestApi
let time = Date.now()
beforeAll(async () => {
  api = await testApi(undefined, { clock: { now: () => new Date(time) } })
})

const ask = (path: string, params = {}, key = api.keys.psp) =>
  api.ask('POST', path, { key, params })
const get = (path: string, params = {}, key = api.keys.psp) => api.ask('GET', path, { key, params })
/** Whether a merchant's key works. */
const works = async (key: string) => (await get('/v1/account', {}, key)).body.error?.code ?? 'works'
const seconds = () => Math.floor(time / 1_000)

describe('a PSP makes its merchant keys', () => {
  test('secret, publishable and restricted; each is told once', async () => {
    const account = api.tenant.merchant.id
    const secret = (await ask('/v1/api_keys', { account, name: 'shop' })).body
    expect(secret).toMatchObject({
      ...{ object: 'api_key', type: 'secret', account, psp: api.tenant.psp.id, name: 'shop' },
      ...{ livemode: false, permissions: {}, expires_at: null, revoked_at: null },
      secret: expect.stringMatching(/^sk_test_\w{32}$/),
    })
    expect(secret.redacted).toBe(`sk_test_${'*'.repeat(20)}${secret.secret.slice(-4)}`)
    expect(await works(secret.secret)).toBe('works')
    const { secret: text, ...rest } = secret
    expect((await get(`/v1/api_keys/${secret.id}`)).body).toEqual(rest)
    expect((await get('/v1/api_keys', { account })).text).not.toContain(text)
    const publishable = (await ask('/v1/api_keys', { account, type: 'publishable' })).body
    expect(publishable.secret).toMatch(/^pk_test_/)
    expect(await works(publishable.secret)).toBe('secret_key_required')
  })

  test('a restricted key does what it says and nothing else', async () => {
    const account = api.tenant.merchant.id
    const permissions = { customers: 'write', accounts: 'read' }
    const made = (await ask('/v1/api_keys', { account, type: 'restricted', permissions })).body
    expect([made.type, made.permissions]).toEqual(['restricted', permissions])
    expect(await works(made.secret)).toBe('works')
    const customer = await ask('/v1/customers', { name: 'Eva' }, made.secret)
    expect(customer.status).toBe(200)
    const events = await get('/v1/events', {}, made.secret)
    expect([events.status, events.body.error.message]).toEqual([
      403,
      expect.stringContaining("'events: read' permission"),
    ])
    const keys = await get('/v1/api_keys', {}, made.secret)
    expect(keys.status).toBe(403)
  })

  test.each([
    [{ type: 'restricted' }, 'permissions'],
    [{ permissions: { customers: 'read' } }, 'permissions'],
    [{ type: 'restricted', permissions: { chargs: 'read' } }, 'permissions[chargs]'],
    [{ type: 'restricted', permissions: { charges: 'own' } }, 'permissions[charges]'],
    [{ expires_at: 1_000_000_000 }, 'expires_at'],
    [{ livemode: true }, 'livemode'],
    [{ type: 'admin' }, 'type'],
  ])('what makes no key is refused by name: %j', async (params, param) => {
    const { status, body } = await ask('/v1/api_keys', {
      account: api.tenant.merchant.id,
      ...params,
    })
    expect([status, body.error.param]).toEqual([400, param])
  })
})

describe('the end of a key', () => {
  const make = async (params = {}) =>
    (await ask('/v1/api_keys', { account: api.tenant.merchant.id, ...params })).body

  test('a key expires when it says', async () => {
    const key = await make({ expires_at: seconds() + 60 })
    expect(await works(key.secret)).toBe('works')
    time += 61_000
    expect(await works(key.secret)).toBe('api_key_expired')
  })

  test('a revoked key ends at once, and stays ended', async () => {
    const key = await make()
    const revoked = await ask(`/v1/api_keys/${key.id}/revoke`)
    expect(revoked.body.revoked_at).toBe(seconds())
    expect(await works(key.secret)).toBe('api_key_expired')
    expect((await ask(`/v1/api_keys/${key.id}/revoke`)).body).toEqual(revoked.body)
    const rolled = await ask(`/v1/api_keys/${key.id}/roll`)
    expect([rolled.status, rolled.body.error.message]).toEqual([
      400,
      `API key '${key.id}' has ended.`,
    ])
  })

  test('a rolled key works beside the new one for a day, or as long as is wanted', async () => {
    const old = await make({ type: 'restricted', permissions: { accounts: 'read' }, name: 'r' })
    const made = (await ask(`/v1/api_keys/${old.id}/roll`)).body
    expect(made).toMatchObject({ type: 'restricted', name: 'r', permissions: { accounts: 'read' } })
    expect([await works(old.secret), await works(made.secret)]).toEqual(['works', 'works'])
    expect((await get(`/v1/api_keys/${old.id}`)).body).toMatchObject({
      expires_at: seconds() + 86_400,
      replaced_by: made.id,
    })
    time += 86_401_000
    expect([await works(old.secret), await works(made.secret)]).toEqual([
      'api_key_expired',
      'works',
    ])
    const now = await ask(`/v1/api_keys/${made.id}/roll`, { expires_at: 'now' })
    expect([await works(made.secret), await works(now.body.secret)]).toEqual([
      'api_key_expired',
      'works',
    ])
    const late = await ask(`/v1/api_keys/${now.body.id}/roll`, {
      expires_at: seconds() + 31 * 86_400,
    })
    expect(late.body.error.param).toBe('expires_at')
  })
})

describe('whose keys', () => {
  test('a PSP makes, lists and rolls its own', async () => {
    const { body: own } = await ask('/v1/api_keys', { name: 'console' })
    expect([own.account, own.type]).toEqual([null, 'secret'])
    expect((await get('/v1/accounts', {}, own.secret)).status).toBe(200)
    const { body } = await get('/v1/api_keys', { limit: 1 })
    expect([body.data[0].id, body.has_more]).toEqual([own.id, true])
    expect((await ask('/v1/api_keys', { type: 'publishable' })).body.error.param).toBe('type')
    expect((await ask('/v1/api_keys', { psp: api.tenant.psp.id })).body.error.param).toBe('psp')
  })

  test('an operator makes and ends those of PSPs, live ones too, and sees no merchant’s', async () => {
    const psp = api.tenant.psp.id
    const operator = (path: string, params = {}) => ask(path, params, api.operatorKey)
    const { body: live } = await operator('/v1/api_keys', { psp, livemode: true })
    expect(live.secret).toMatch(/^sk_live_/)
    expect((await get('/v1/accounts', {}, live.secret)).status).toBe(200)
    await operator(`/v1/api_keys/${live.id}/revoke`)
    expect((await get('/v1/accounts', {}, live.secret)).status).toBe(401)
    expect((await operator('/v1/api_keys')).body.error).toMatchObject({ param: 'psp' })
    const account = api.tenant.merchant.id
    expect((await operator('/v1/api_keys', { account })).body.error.param).toBe('account')
    const { body } = await get('/v1/api_keys', { psp, limit: 100 }, api.operatorKey)
    expect(new Set(body.data.map((key: { account: string }) => key.account))).toEqual(
      new Set([null]),
    )
  })

  test('another PSP’s keys and merchants cannot be told from none', async () => {
    const { tenant } = await api.stranger()
    const theirPsp = await api.keyOf({ kind: 'psp', psp: tenant.psp, livemode: false })
    const { body: theirs } = await ask('/v1/api_keys', { account: tenant.merchant.id }, theirPsp)
    for (const path of ['', '/revoke', '/roll']) {
      const send = (id: string) =>
        api.ask(path === '' ? 'GET' : 'POST', `/v1/api_keys/${id}${path}`, { key: api.keys.psp })
      const [foreign, unknown] = [await send(theirs.id), await send('key_unknown')]
      expect(foreign.status).toBe(404)
      expect(foreign.text.replaceAll(theirs.id, 'key_unknown')).toBe(unknown.text)
    }
    expect(await works(theirs.secret)).toBe('works')
    const account = tenant.merchant.id
    for (const refused of [
      await ask('/v1/api_keys', { account }),
      await get('/v1/api_keys', { account }),
    ]) {
      expect([refused.status, refused.body.error.message]).toEqual([
        400,
        `No such account: '${account}'`,
      ])
    }
    expect((await get('/v1/api_keys', { limit: 100 })).text).not.toContain(theirs.id)
  })
})
