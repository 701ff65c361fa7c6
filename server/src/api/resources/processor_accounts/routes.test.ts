import { beforeAll, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../../../test/api.ts'

let api: TestApi
beforeAll(async () => {
  api = await testApi()
})

const ask = (method: string, path: string, params = {}, key = api.keys.psp) =>
  api.ask(method, path, { key, params })
const stripe = (name: string) => ({
  ...{ processor: 'stripe', name, base_url: 'simulator:stripe', priority: 5 },
  credentials: { secret_key: 'sk_test_marked_secret', webhook_secret: 'whsec_marked_secret' },
})

test('credentials go in and never come out', async () => {
  const made = await ask('POST', '/v1/processor_accounts', stripe('Stripe SE'))
  expect(made.body).toEqual({
    ...{ id: expect.stringMatching(/^pa_/), object: 'processor_account', account: null },
    ...{ base_url: 'simulator:stripe', costs: [], created: expect.any(Number) },
    ...{ livemode: false, name: 'Stripe SE', priority: 5, processor: 'stripe', status: 'active' },
  })
  expect((await ask('GET', `/v1/processor_accounts/${made.body.id}`)).text).toBe(made.text)
  const credentials = { secret_key: 'rk_test_marked_newer' }
  await ask('POST', `/v1/processor_accounts/${made.body.id}`, { credentials })
  const rows = JSON.stringify([
    ...(await api.sql('select * from processor_accounts')),
    ...(await api.sql('select * from idempotent_requests')),
  ])
  expect(rows).not.toContain('marked')
  const [row] = await api.sql<{ credentials: string }>(
    'select credentials from processor_accounts where id = $1',
    [made.body.id],
  )
  const scope = { pspId: api.tenant.psp.id, livemode: false }
  const opened = await api.parts.vault.openSecret(scope, made.body.id, row?.credentials ?? '')
  expect(JSON.parse(opened)).toEqual(credentials)
  expect(api.log.join()).not.toContain('marked')
})

test('a merchant’s own account is for it alone, and priorities and status can change', async () => {
  const account = api.tenant.merchant.id
  const { body } = await ask('POST', '/v1/processor_accounts', { ...stripe('Own'), account })
  expect(body.account).toBe(account)
  const path = `/v1/processor_accounts/${body.id}`
  const changed = await ask('POST', path, {
    ...{ priority: 0, status: 'disabled', name: 'Its own' },
    costs: [{ percent_bps: 140, fixed: { usd: 10 } }],
  })
  expect(changed.body).toMatchObject({
    ...{ priority: 0, status: 'disabled', name: 'Its own' },
    costs: [{ percent_bps: 140, fixed: { usd: 10 } }],
  })
  const list = await ask('GET', '/v1/processor_accounts', { account, status: 'disabled' })
  expect(list.body.data.map(({ id }: { id: string }) => id)).toEqual([body.id])
})

test.each([
  [{ credentials: { secret_key: 'marked' } }, 'credentials[secret_key]'],
  [{ processor: 'adyen', credentials: { apiKey: 'marked' } }, 'credentials[merchantAccount]'],
  [{ processor: 'worldpay' }, 'processor'],
  [{ base_url: 'https://api.stripe.com' }, 'base_url'],
  [{ priority: -1 }, 'priority'],
  [{ account: 'acct_unknown' }, 'account'],
  [{ livemode: true }, 'livemode'],
])('what cannot work is refused by name: %j', async (params, param) => {
  const asked = { ...stripe('Wrong'), ...params }
  const { status, body, text } = await ask('POST', '/v1/processor_accounts', asked)
  expect([status, body.error.param]).toEqual([400, param])
  expect(text).not.toContain('marked')
})

test('a name is used once', async () => {
  await ask('POST', '/v1/processor_accounts', stripe('Twice'))
  const again = await ask('POST', '/v1/processor_accounts', stripe('Twice'))
  expect(again.body.error).toMatchObject({ param: 'name', type: 'invalid_request_error' })
})

test('they are its PSP’s alone', async () => {
  const { tenant, secret } = await api.stranger()
  const theirs = await api.keyOf({ kind: 'psp', psp: tenant.psp, livemode: false })
  const live = await api.keyOf({ kind: 'psp', psp: api.tenant.psp, livemode: true })
  const { body } = await ask('POST', '/v1/processor_accounts', stripe('Mine'))
  for (const key of [theirs, live]) {
    for (const method of ['GET', 'POST']) {
      const send = (id: string) =>
        ask(method, `/v1/processor_accounts/${id}`, method === 'GET' ? {} : { priority: 1 }, key)
      const [foreign, unknown] = [await send(body.id), await send('pa_unknown')]
      expect(foreign.status).toBe(404)
      expect(foreign.text.replaceAll(body.id, 'pa_unknown')).toBe(unknown.text)
    }
    expect((await ask('GET', '/v1/processor_accounts', {}, key)).body.data).toEqual([])
  }
  for (const key of [secret, api.keys.secret, api.operatorKey]) {
    expect((await ask('GET', '/v1/processor_accounts', {}, key)).status).toBe(403)
  }
})
