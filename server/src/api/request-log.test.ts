import { beforeAll, expect, test } from 'vitest'
import { type Asking, type TestApi, testApi } from '../../test/api.ts'
import { safeError, safePath } from './request-log.ts'
import { notes } from './testing/notes.ts'

/** One digit is mistyped: what cannot be told from an order's number is taken as text, and gets further. */
const number = '4000056655665557'
const cvc = '7351973'
const secret = 'pi_1_secret_8qWmXbTz'

let api: TestApi
beforeAll(async () => {
  api = await testApi(notes)
})

const lineOf = (requestId: string | null) => {
  const lines = api.log.filter((line) => line.includes(`"request":"${requestId}"`))
  return lines.map((line) => JSON.parse(line))
}

test('a request leaves one line: what, for whom, how it went and how long it took', async () => {
  const answer = await api.ask('GET', '/v1/notes?limit=3', { key: api.keys.secret })
  const [line, ...more] = lineOf(answer.headers.get('request-id'))
  expect(more).toEqual([])
  expect(line).toMatchObject({
    ...{ method: 'GET', path: '/v1/notes', status: 200, ms: expect.any(Number), live: false },
    ...{
      psp: api.tenant.psp.id,
      merchant: api.tenant.merchant.id,
      key: expect.stringMatching(/^key_/),
    },
  })
  const nobody = await api.ask('GET', '/v1/nowhere')
  expect(lineOf(nobody.headers.get('request-id'))).toMatchObject([
    { status: 404, path: '/v1/nowhere' },
  ])
})

test('card data and secrets reach no log, whatever is wrong with the request', async () => {
  const key = api.keys.secret
  const card = { number, cvc, card: { number, cvc } }
  const form = `text=${number}&card[number]=${number}&card[cvc]=${cvc}`
  const asked: [string, string, Asking][] = [
    ['POST', '/v1/notes', { key, params: { ...card, text: 'a' } }],
    ['POST', '/v1/notes', { key, params: { text: number, amount: number } }],
    ['POST', '/v1/notes', { key, params: { text: number, how: 'crash' } }],
    ['POST', '/v1/notes', { key, params: { text: number, how: 'crash_midway' } }],
    ['POST', '/v1/notes', { key, params: { text: number, how: 'decline' } }],
    ['POST', '/v1/notes', { key, params: { text: number, how: number } }],
    ['POST', '/v1/notes', { key, json: { text: number, [number]: cvc } }],
    ['POST', '/v1/notes', { key, raw: `${form}&%zz${number}` }],
    [
      'POST',
      '/v1/notes',
      { key, raw: `{"${number}`, headers: { 'content-type': 'application/json' } },
    ],
    ['POST', '/v1/notes', { key, raw: form, headers: { 'content-type': 'text/plain' } }],
    ['POST', '/v1/notes', { key, raw: form.repeat(30_000) }],
    ['POST', '/v1/notes', { key, raw: form, headers: { 'stripe-version': number } }],
    ['POST', '/v1/notes', { key, raw: form, headers: { 'idempotency-key': number.repeat(20) } }],
    ['POST', '/v1/notes', { key: number, raw: form }],
    ['POST', '/v1/notes', { raw: form }],
    ['POST', `/v1/notes?number=${number}`, { key }],
    ['GET', `/v1/notes/${number}`, { key }],
    ['GET', `/v1/notes/${secret}`, { key }],
    ['GET', `/v1/notes/${key}`, { key }],
    ['GET', `/v1/${number}?cvc=${cvc}`, { key }],
    ['GET', `/v1/%zz${number}`, { key }],
    ['GET', '/v1/notes', { key, params: { starting_after: number, cvc } }],
    ['GET', '/v1/notes/search', { key, params: { query: `card:${number}` } }],
    ['DELETE', `/v1/notes/${number}`, { key, raw: form }],
  ]
  for (const [method, path, asking] of asked) await api.ask(method, path, asking)
  const log = api.log.join('')
  expect(log).toContain('the power went')
  expect(log.split('\n').length).toBeGreaterThan(asked.length)
  for (const marked of [number, cvc, secret, key, api.keys.publishable]) {
    expect(log).not.toContain(marked)
  }
})

test('a path is logged without what should not have been in it', () => {
  expect(safePath('/v1/x/4242-4242-4242-4242/y?z=1')).toBe('/v1/x/*******************/y')
  expect(safePath(`/v1/payment_intents/${secret}`)).toBe('/v1/payment_intents/pi_1_secret_***')
  expect(safePath('/v1/sk_live_abcdefgh')).toBe('/v1/sk_live_***')
  expect(safePath(`/${'x'.repeat(5_000)}`)).toHaveLength(200)
})

test('an error is logged with its stack and its cause, and none of its other fields', () => {
  const cause = Object.assign(new Error(`near ${number}`), {
    detail: `row (${number})`,
    code: '23505',
  })
  const line = JSON.stringify(safeError(new Error('it failed', { cause })))
  expect(line).toContain('it failed')
  expect(line).toContain('23505')
  expect(line).not.toContain(number)
  expect(safeError('text')).toEqual({ message: 'string was thrown' })
})
