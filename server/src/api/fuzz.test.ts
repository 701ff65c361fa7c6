import { connect } from 'node:net'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../test/api.ts'
import { eventEndpoints } from './resources/events/routes.ts'
import { eventKind } from './resources/events/view.ts'
import { notes } from './testing/notes.ts'

let api: TestApi
beforeAll(async () => {
  api = await testApi({
    endpoints: [...notes.endpoints, ...eventEndpoints],
    kinds: [...notes.kinds, eventKind],
  })
})

const name = fc.oneof(
  fc.constantFrom(
    'text',
    'how',
    'amount',
    'flag',
    'email',
    'metadata',
    'items',
    'shipping',
    'expand',
  ),
  fc.constantFrom('limit', 'starting_after', 'created', 'query', 'page', 'type', '__proto__', ''),
  fc.string({ unit: 'binary', maxLength: 8 }),
)
const place = fc.oneof(
  name,
  fc.constantFrom('[]', '[0]', '[a]', '[0][price]', '[', ']', '[][]', '[gte]'),
)
const value = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '-1',
    '1e9',
    '99999999999999999999',
    'null',
    'true',
    '%',
    '%00',
    '%ud8',
    '+',
  ),
  fc
    .string({ unit: 'binary', maxLength: 20 })
    .map((text) => encodeURIComponent(text.toWellFormed())),
  fc.string({ unit: 'binary-ascii', maxLength: 20 }),
)
const form = fc
  .array(fc.tuple(name, place, value), { maxLength: 8 })
  .map((pairs) => pairs.map(([first, rest, of]) => `${first}${rest}=${of}`).join('&'))
const json = fc.oneof(
  fc.json({ maxDepth: 6 }),
  fc.dictionary(name, fc.jsonValue({ maxDepth: 4 })).map((value) => JSON.stringify(value)),
  fc.string({ unit: 'binary-ascii' }),
)
const path = fc.oneof(
  fc.constantFrom(
    '/v1/notes',
    '/v1/notes/search',
    '/v1/events',
    '/v1/notes/note_1',
    '/v1/events/e',
  ),
  fc
    .string({ unit: 'binary', maxLength: 20 })
    .map((id) => `/v1/notes/${encodeURIComponent(id.toWellFormed())}`),
  fc
    .string({ unit: 'binary-ascii', maxLength: 20 })
    .map((id) => `/v1/${id.replace(/[^!-~]/g, '')}`),
)

test('whatever is sent, the answer is an object or a refusal, never a failure of ours', async () => {
  const request = fc.record({
    path,
    method: fc.constantFrom('GET', 'POST', 'DELETE'),
    form,
    json,
    isJson: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(request, async ({ path, method, form, json, isJson }) => {
      const isPost = method === 'POST'
      const query = isPost || path.includes('?') ? '' : `?${form.replace(/[^!-~]/g, '')}`
      const answer = await api.ask(method, `${path}${query}`, {
        key: api.keys.secret,
        ...(isPost ? { raw: isJson ? json : form } : {}),
        headers: isPost
          ? { 'content-type': isJson ? 'application/json' : 'application/x-www-form-urlencoded' }
          : {},
      })
      expect(answer.status, answer.text).toBeLessThan(500)
      const { error } = answer.body
      if (answer.status !== 200)
        expect(error).toMatchObject({ message: expect.any(String), type: expect.any(String) })
    }),
    { numRuns: 600 },
  )
  expect(api.log.filter((line) => line.includes('"level":50'))).toEqual([])
}, 60_000)

test('bytes that are not HTTP are answered and the connection closed', async () => {
  const { port, hostname } = new URL(api.url)
  const socket = connect(Number(port), hostname)
  socket.end('\x16\x03\x01 hello\r\n\r\n')
  const chunks: Buffer[] = []
  for await (const chunk of socket) chunks.push(chunk as Buffer)
  const answer = Buffer.concat(chunks).toString()
  expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '').error.type).toBe('invalid_request_error')
})
