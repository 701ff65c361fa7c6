import { beforeAll, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../test/api.ts'
import { notes } from './testing/notes.ts'

let api: TestApi
beforeAll(async () => {
  api = await testApi(notes)
})

const post = (params: Record<string, unknown>) =>
  api.ask('POST', '/v1/notes', { key: api.keys.secret, params })
const raw = (body: string, type = 'application/x-www-form-urlencoded') =>
  api.ask('POST', '/v1/notes', {
    key: api.keys.secret,
    raw: body,
    headers: { 'content-type': type },
  })

describe('what an endpoint takes', () => {
  test('a form and JSON with the same parameters mean the same', async () => {
    const params = {
      text: 'a',
      amount: 5,
      flag: true,
      metadata: { 12: 'x' },
      items: [{ price: 'p' }],
    }
    const [form, json] = [
      await post(params),
      await api.ask('POST', '/v1/notes', { key: api.keys.secret, json: params }),
    ]
    expect([form.status, json.status]).toEqual([200, 200])
    expect(form.body.metadata).toEqual({ 12: 'x' })
    expect({ ...form.body, id: '', created: 0 }).toEqual({ ...json.body, id: '', created: 0 })
  })

  test('arrays may be written a[], a[0] or with gaps', async () => {
    for (const items of ['items[][price]=p', 'items[0][price]=p', 'items[7][price]=p']) {
      expect((await raw(`text=a&${items}`)).status).toBe(200)
    }
  })

  test('parameters of a POST may stand in its query', async () => {
    const answer = await api.ask('POST', '/v1/notes?text=a', { key: api.keys.secret })
    expect(answer.status).toBe(200)
  })
})

describe('what is refused, in the words official clients know', () => {
  const text = 'text=a&'
  test.each([
    ['', 'parameter_missing', 'text', 'Missing required param: text.'],
    [
      'text=',
      'parameter_invalid_empty',
      'text',
      "You passed an empty string for 'text'. We assume",
    ],
    [`${text}foo=1`, 'parameter_unknown', 'foo', 'Received unknown parameter: foo'],
    ['tekst=a&b=2', 'parameter_unknown', 'tekst', 'Received unknown parameters: tekst, b'],
    [
      `${text}items[0][prize]=1`,
      'parameter_unknown',
      'items[0][prize]',
      'Received unknown parameter: items[0][prize]',
    ],
    [
      `${text}items[0][quantity]=1`,
      'parameter_missing',
      'items[0][price]',
      'Missing required param: items[0][price].',
    ],
    [`${text}amount=abc`, 'parameter_invalid_integer', 'amount', 'Invalid integer: abc'],
    [`${text}amount=1.5`, 'parameter_invalid_integer', 'amount', 'Invalid integer: 1.5'],
    [`${text}amount=1e3`, 'parameter_invalid_integer', 'amount', 'Invalid integer: 1e3'],
    [
      `${text}amount=9007199254740993`,
      'parameter_invalid_integer',
      'amount',
      'Invalid integer: ****************',
    ],
    [
      `${text}amount=0`,
      'parameter_invalid_integer',
      'amount',
      'This value must be greater than or equal to 1.',
    ],
    [`${text}amount[x]=1`, 'parameter_invalid_integer', 'amount', 'Invalid integer: {…}'],
    [`${text}flag=yes`, undefined, 'flag', 'Invalid boolean: yes'],
    [`${text}how=nohow`, undefined, 'how', 'Invalid how: must be one of conclude, two_steps,'],
    [`${text}email=nobody`, 'email_invalid', 'email', 'Invalid email address: nobody'],
    [`${text}items=p`, undefined, 'items', 'Invalid array'],
    [`${text}shipping=p`, undefined, 'shipping', 'Invalid object'],
    [`${text}shipping[name]=`, 'parameter_invalid_empty', 'shipping[name]', 'You passed an empty'],
    [`text=${'x'.repeat(51)}`, undefined, 'text', 'Invalid string: xxx'],
    ['text=%00', undefined, 'text', 'Invalid string: it has characters that are not valid'],
    [
      `${text}metadata[${'k'.repeat(41)}]=1`,
      undefined,
      'metadata',
      'Metadata keys can have up to 40',
    ],
    [
      `${text}metadata[k]=${'v'.repeat(501)}`,
      undefined,
      'metadata',
      'Metadata values can have up to 500 characters, but you passed in a value that is 501',
    ],
    [`${text}metadata=x`, undefined, 'metadata', 'Invalid object'],
    [`${text}expand=x`, undefined, undefined, 'This property cannot be expanded (x).'],
    [`${text}text[a]=1`, undefined, undefined, "Parameter 'text[a]' is given both as a value"],
    [`${text}b=%zz`, undefined, undefined, "'%zz' is not valid percent-encoded UTF-8."],
    [`a${'[b]'.repeat(30)}=1`, undefined, undefined, 'is nested too deep'],
    ['x&'.repeat(5_000), undefined, undefined, 'A request has at most 5000 parameters.'],
  ])('%.60s', async (form, code, param, message) => {
    const { status, body } = await raw(form)
    expect(status).toBe(400)
    expect(body.error.type).toBe('invalid_request_error')
    expect(body.error.message).toContain(message)
    expect([body.error.code, body.error.param]).toEqual([code, param])
  })

  test.each([
    ['{"text":', 'it is not valid JSON'],
    ['[1]', 'it must be a JSON object'],
    ['"text"', 'it must be a JSON object'],
    [`{"text":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 'nested over 20 deep'],
    ['{"text":"\\ud800"}', 'not valid UTF-8'],
    ['{"text":"a","__proto__":{"amount":1}}', 'Received unknown parameter: __proto__'],
    ['{"text":5}', 'Invalid string: 5'],
    ['{"text":"a","amount":1.5}', 'Invalid integer: 1.5'],
    ['{"text":null}', 'You passed an empty string'],
  ])('JSON %.40s', async (json, message) => {
    const { status, body } = await raw(json, 'application/json')
    expect(status).toBe(400)
    expect(body.error.message).toContain(message)
  })

  test('a body over a megabyte, or of a type nobody announced', async () => {
    const big = await raw(`text=${'x'.repeat(1_100_000)}`)
    expect([big.status, big.body.error.message]).toEqual([
      400,
      'Invalid request body: it is too large.',
    ])
    const odd = await raw('text=a', 'text/plain')
    expect([odd.status, odd.body.error.message]).toEqual([
      400,
      'Invalid content type: send application/x-www-form-urlencoded or application/json.',
    ])
    const multipart = await raw('--x--', 'multipart/form-data; boundary=x')
    expect(multipart.status).toBe(400)
  })

  test('a card number in the wrong place is not quoted back', async () => {
    const { body } = await post({ text: 'a', amount: '4242 4242 4242 4242x' })
    expect(body.error.message).toBe('Invalid integer: *******************x')
    const unknown = await api.ask('GET', '/v1/notes/4242424242424241', { key: api.keys.secret })
    expect(unknown.body.error.message).toBe("No such note: '****************'")
  })

  test.each([
    [{ text: 'card 4242 4242 4242 4242' }, 'text'],
    [{ text: 'a', metadata: { order: '4242424242424242' } }, 'metadata'],
    [{ text: 'a', metadata: { order: 4242424242424242 } }, 'metadata'],
    [{ text: 'a', metadata: { '4242424242424242': 'x' } }, 'metadata'],
    [{ text: 'a', email: '4242424242424242@example.com' }, 'email'],
    [{ text: 'a', shipping: { name: '4242-4242-4242-4242' } }, 'shipping[name]'],
    [{ text: 'a', friend: '4242424242424242' }, 'friend'],
  ])('a card number in what is kept: %j', async (json, param) => {
    const { status, body } = await api.ask('POST', '/v1/notes', { key: api.keys.secret, json })
    expect([status, body.error.param]).toEqual([400, param])
    expect(body.error.message).toContain('it holds what looks like a card number')
  })

  test('and no other number of as many digits', async () => {
    const metadata = { order: '4242424242424241', id: 'o4242424242424242' }
    expect((await post({ text: '1764000000000004', metadata })).status).toBe(200)
  })

  test('an id that no database could be asked for', async () => {
    for (const id of ['%00', 'a%00b', 'ä', 'x'.repeat(300), '%F0%9F%98%80']) {
      const answer = await api.ask('GET', `/v1/notes/${id}`, { key: api.keys.secret })
      expect([answer.status, answer.body.error.code]).toEqual([404, 'resource_missing'])
    }
  })

  test('an unknown address, in words that name it', async () => {
    const { status, body } = await api.ask('GET', '/v1/nowhere?number=4242424242424242')
    expect(status).toBe(404)
    expect(body.error.message).toMatch(
      /^Unrecognized request URL \(GET: \/v1\/nowhere\)\. Please see /,
    )
    const deep = await api.ask('PUT', '/v1/notes', { key: api.keys.secret })
    expect(deep.body.error.message).toContain('Unrecognized request URL (PUT: /v1/notes)')
    const odd = await api.ask('GET', '/v1/%zz', { key: api.keys.secret })
    expect([odd.status, odd.body.error.type]).toEqual([400, 'invalid_request_error'])
  })

  test('a version that is none', async () => {
    const headers = { 'stripe-version': 'newest' }
    const answer = await api.ask('GET', '/v1/notes', { key: api.keys.secret, headers })
    expect(answer.body.error.message).toContain('Invalid API version')
  })
})

test('every version official clients pin is accepted and echoed', async () => {
  for (const version of ['2022-08-01', '2024-04-10', '2025-02-24.acacia', '2026-10-28.endive']) {
    const headers = { 'stripe-version': version }
    const answer = await api.ask('GET', '/v1/notes', { key: api.keys.secret, headers })
    expect(answer.headers.get('stripe-version')).toBe(version)
  }
})
