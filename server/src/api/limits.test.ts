import { beforeAll, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../test/api.ts'
import { midway, notes } from './testing/notes.ts'

let api: TestApi
beforeAll(async () => {
  api = await testApi(notes)
  const limits = {
    psp: { requests_per_second: 1_000, concurrent: 3 },
    key: { requests_per_second: 1_000, concurrent: 2 },
  }
  await api.sql(
    "update psps set settings = jsonb_set(settings::jsonb, '{limits}', $2) where id = $1",
    [api.tenant.psp.id, JSON.stringify(limits)],
  )
})

test('a key over its budget is told which and how, and another PSP does not notice', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  let waiting = 0
  const { promise: both, resolve: reached } = Promise.withResolvers<void>()
  midway.wait = () => {
    if (++waiting === 2) reached()
    return held
  }
  const slow = () =>
    api.ask('POST', '/v1/notes', { key: api.keys.secret, params: { text: 'x', how: 'two_steps' } })
  const running = [slow(), slow()]
  await both
  const { status, headers, body } = await api.ask('GET', '/v1/notes', { key: api.keys.secret })
  expect([status, body.error.code, body.error.limited_by]).toEqual([429, 'rate_limit', undefined])
  expect(headers.get('stripe-rate-limited-reason')).toBe('endpoint-concurrency')
  const { secret } = await api.stranger()
  expect((await api.ask('GET', '/v1/notes', { key: secret })).status).toBe(200)
  release()
  expect((await Promise.all(running)).map((answer) => answer.status)).toEqual([200, 200])
  expect((await api.ask('GET', '/v1/notes', { key: api.keys.secret })).status).toBe(200)
})
