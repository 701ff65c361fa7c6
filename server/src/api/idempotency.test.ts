import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../test/api.ts'
import { made, midway, notes } from './testing/notes.ts'

let api: TestApi
let keys = 0
let key = ''
beforeAll(async () => {
  api = await testApi(notes)
})
beforeEach(() => {
  key = `key ${keys++}`
  made.length = 0
  midway.wait = async () => undefined
})

const post = (how: string, params: Record<string, unknown> = {}, using = api.keys.secret) =>
  api.ask('POST', '/v1/notes', {
    key: using,
    params: { text: 'a note', how, ...params },
    headers: { 'idempotency-key': key },
  })
const stored = () =>
  api.sql<{ state: string; status: number | null; version: number }>(
    'select state, status, version from idempotent_requests where key = $1',
    [key],
  )

describe('a repeated request', () => {
  test.each(['conclude', 'two_steps'])('is answered the same, byte by byte: %s', async (how) => {
    const first = await post(how)
    const second = await post(how)
    expect([first.status, second.status]).toEqual([200, 200])
    expect(second.text).toBe(first.text)
    expect(first.headers.get('idempotent-replayed')).toBeNull()
    expect(second.headers.get('idempotent-replayed')).toBe('true')
    expect(first.headers.get('original-request')).toBe(first.headers.get('request-id'))
    expect(second.headers.get('original-request')).toBe(first.headers.get('request-id'))
    expect(second.headers.get('request-id')).not.toBe(first.headers.get('request-id'))
    expect(first.headers.get('idempotency-key')).toBe(key)
    expect(first.headers.get('stripe-should-retry')).toBe('false')
    expect(made).toHaveLength(1)
  })

  test('gets a decline again, with the object it carries', async () => {
    const first = await post('decline')
    const second = await post('decline')
    expect([first.status, second.status]).toEqual([402, 402])
    expect(second.text).toBe(first.text)
    expect(first.body.error).toMatchObject({
      code: 'card_declined',
      decline_code: 'generic_decline',
      type: 'card_error',
      payment_intent: { object: 'note', text: 'a note' },
    })
  })

  test('gets a refusal that wrote nothing again', async () => {
    const first = await post('refuse')
    const second = await post('refuse')
    expect([first.status, first.body.error.code]).toEqual([400, 'charge_already_captured'])
    expect(second.text).toBe(first.text)
    expect(second.headers.get('idempotent-replayed')).toBe('true')
    expect(await stored()).toEqual([{ state: 'done', status: 400, version: 1 }])
  })

  test('with other parameters is refused', async () => {
    await post('conclude')
    const other = await post('conclude', { amount: 5 })
    expect([other.status, other.body.error.type]).toEqual([400, 'idempotency_error'])
    expect(other.body.error.message).toBe(
      `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
    )
    expect((await post('refuse')).body.error.type).toBe('idempotency_error')
  })

  test('while the first runs is refused, and answered once it is done', async () => {
    const { promise: paused, resolve: reached } = Promise.withResolvers<void>()
    const { promise: resumed, resolve: resume } = Promise.withResolvers<void>()
    midway.wait = () => {
      reached()
      return resumed
    }
    const first = post('two_steps')
    await paused
    const second = await post('two_steps')
    expect([second.status, second.body.error.code]).toEqual([409, 'idempotency_key_in_use'])
    resume()
    expect((await first).status).toBe(200)
    expect((await post('two_steps')).text).toBe((await first).text)
  })

  test('a hundred at once do the work once', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => post('two_steps')))
    const statuses = new Set(answers.map(({ status }) => status))
    expect([...statuses].filter((status) => status !== 200 && status !== 409)).toEqual([])
    const bodies = new Set(answers.filter(({ status }) => status === 200).map(({ text }) => text))
    expect(bodies.size).toBe(1)
    expect(made).toHaveLength(1)
    const notes = await api.sql('select from customers where id = $1', [made[0]])
    expect(notes).toHaveLength(1)
  })

  test('a secret is told once', async () => {
    const first = await post('reveal')
    const second = await post('reveal')
    expect(first.body.secret).toBe('told once')
    expect(second.body).toEqual({ ...first.body, secret: undefined })
  })
})

describe('what is not kept', () => {
  test('a request whose parameters are wrong', async () => {
    expect((await post('conclude', { amount: 'x' })).status).toBe(400)
    expect(await stored()).toEqual([])
    expect((await post('conclude')).status).toBe(200)
  })

  test('a request from nobody', async () => {
    expect((await post('conclude', {}, 'sk_test_nobody')).status).toBe(401)
    expect((await post('conclude')).status).toBe(200)
  })

  test('one that wrote nothing', async () => {
    expect((await post('only_read')).status).toBe(200)
    expect(await stored()).toEqual([])
  })

  test('a bug before anything was written: it may be tried again', async () => {
    const { status, body } = await post('crash')
    expect([status, body.error.type]).toEqual([500, 'api_error'])
    expect(await stored()).toEqual([])
    const lines = api.log.filter((line) => line.includes('a bug that quotes'))
    expect(lines).toHaveLength(1)
    expect(lines.join()).not.toContain('4242424242424242')
  })
})

describe('a request that died after its first write', () => {
  test('stays in progress until the job that repairs it stores a result, which is shown', async () => {
    expect((await post('crash_midway')).status).toBe(500)
    expect((await post('crash_midway')).status).toBe(409)
    const [note] = await api.sql<{ id: string }>(
      "select id from customers where name = 'a note' order by id desc limit 1",
    )
    await finish({ table: 'customers', id: note?.id })
    const repeated = await post('crash_midway')
    expect([repeated.status, repeated.body.id]).toEqual([200, note?.id])
    expect(repeated.headers.get('idempotent-replayed')).toBe('true')
  })

  test('or a refusal, with the objects it names', async () => {
    await post('crash_midway')
    const [note] = await api.sql<{ id: string }>(
      "select id from customers where name = 'a note' order by id desc limit 1",
    )
    await finish({
      problem: {
        ...{ code: 'card_declined', message: 'Your card was declined.', param: 'number' },
        details: {
          decline_code: 'lost_card',
          payment_intent: { table: 'customers', id: note?.id },
        },
      },
    })
    const { status, body } = await post('crash_midway')
    expect(status).toBe(402)
    expect(body.error).toMatchObject({
      ...{ code: 'card_declined', param: 'number', decline_code: 'lost_card' },
      payment_intent: { id: note?.id, object: 'note' },
    })
  })

  const finish = (result: unknown) =>
    api.sql(
      "update idempotent_requests set state = 'done', version = version + 1, result = $2 where key = $1",
      [key, JSON.stringify(result)],
    )
})

test('a handler that writes and forgets to conclude still finishes its key', async () => {
  const first = await post('forget')
  expect(await stored()).toEqual([{ state: 'done', status: 200, version: 2 }])
  expect((await post('forget')).text).toBe(first.text)
})

test('keys of two merchants are two keys', async () => {
  const { secret } = await api.stranger()
  const mine = await post('conclude')
  const theirs = await post('conclude', {}, secret)
  expect(theirs.status).toBe(200)
  expect(theirs.body.id).not.toBe(mine.body.id)
})

test('a key may not hold a card number, since it is kept', async () => {
  key = 'pay 4242424242424242'
  const { status, body } = await post('conclude')
  expect([status, body.error.message]).toEqual([
    400,
    'An Idempotency-Key is kept, so it may not hold a card number, and yours holds what looks like one.',
  ])
})

test('a key is at most 255 characters', async () => {
  key = 'k'.repeat(256)
  const { status, body } = await post('conclude')
  expect([status, body.error.type]).toEqual([400, 'idempotency_error'])
})

test('without a key every request is its own', async () => {
  const ask = () =>
    api.ask('POST', '/v1/notes', { key: api.keys.secret, params: { text: 'x', how: 'two_steps' } })
  const [one, two] = [await ask(), await ask()]
  expect(one.body.id).not.toBe(two.body.id)
  expect(one.headers.get('original-request')).toBeNull()
})
