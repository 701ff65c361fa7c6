import { beforeAll, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../../../test/api.ts'
import { stripeClient } from '../../../../test/stripe.ts'

let api: TestApi
beforeAll(async () => {
  api = await testApi()
})

const operator = (method: string, path: string, params = {}) =>
  api.ask(method, path, { key: api.operatorKey, params })

test('an operator founds a PSP, whose first key is told once and works at once', async () => {
  const params = { name: 'Nordbetalning', country: 'SE', metadata: { region: 'north' } }
  const headers = { 'idempotency-key': 'found Nordbetalning' }
  const asking = { key: api.operatorKey, params, headers }
  const { body } = await api.ask('POST', '/v1/psps', asking)
  expect(body).toMatchObject({
    ...{ object: 'psp', name: 'Nordbetalning', country: 'SE', metadata: { region: 'north' } },
    secret_key: expect.stringMatching(/^sk_test_\w{32}$/),
    settings: { allowed_countries: null, pricing: [] },
  })
  const merchant = await stripeClient(api, { key: body.secret_key }).accounts.create({})
  expect(merchant.country).toBe('SE')
  const { secret_key, ...rest } = body
  expect((await api.ask('POST', '/v1/psps', asking)).body).toEqual(rest)
  expect((await operator('GET', `/v1/psps/${body.id}`)).body).toEqual(rest)
  expect(JSON.stringify(await api.sql('select * from idempotent_requests'))).not.toContain(
    secret_key,
  )
})

test('settings decide what its merchants can be, and are refused by name', async () => {
  const { body: psp } = await operator('POST', '/v1/psps', { name: 'Smal', country: 'NO' })
  const update = (settings: object) => operator('POST', `/v1/psps/${psp.id}`, { settings })
  const { body } = await update({ allowed_countries: ['no', 'SE'], allowed_currencies: ['nok'] })
  expect(body.settings).toMatchObject({
    allowed_countries: ['NO', 'SE'],
    allowed_currencies: ['nok'],
    limits: psp.settings.limits,
  })
  const sell = (country: string) =>
    api.ask('POST', '/v1/accounts', { key: psp.secret_key, params: { country } })
  expect((await sell('DE')).body.error.message).toContain('There are: NO, SE.')
  expect((await sell('NO')).status).toBe(200)
  const free = await update({ allowed_countries: '' })
  expect(free.body.settings.allowed_countries).toBeNull()
  for (const [settings, param] of [
    [{ allowed_countries: ['XX'] }, 'settings[allowed_countries][0]'],
    [{ limits: { psp: { requests_per_second: 5 } } }, 'settings[limits][psp][concurrent]'],
    [{ color: 'red' }, 'settings[color]'],
  ] as const) {
    const { status, body: refused } = await update(settings)
    expect([status, refused.error.param]).toEqual([400, param])
  }
})

test('the list is newest first', async () => {
  const ids = []
  for (const name of ['Ett', 'Två']) {
    ids.unshift((await operator('POST', '/v1/psps', { name, country: 'SE' })).body.id)
  }
  const { body } = await operator('GET', '/v1/psps', { limit: 2 })
  expect(body.data.map(({ id }: { id: string }) => id)).toEqual(ids)
  const next = await operator('GET', '/v1/psps', { limit: 1, starting_after: ids[0] })
  expect(next.body.data[0].id).toBe(ids[1])
})

test('PSPs are no PSP’s or merchant’s business', async () => {
  for (const key of [api.keys.psp, api.keys.secret, api.keys.publishable]) {
    for (const [method, path] of [
      ['GET', '/v1/psps'],
      ['POST', '/v1/psps'],
      ['GET', `/v1/psps/${api.tenant.psp.id}`],
      ['POST', `/v1/psps/${api.tenant.psp.id}`],
    ] as const) {
      const { status, body } = await api.ask(method, path, { key })
      expect([status, body.error.message]).toEqual([403, "This request needs an operator's key."])
    }
  }
  const { status, body } = await operator('GET', '/v1/psps/psp_unknown')
  expect([status, body.error.code]).toEqual([404, 'resource_missing'])
})
