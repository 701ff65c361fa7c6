import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { encodeForm } from '../../kernel/index.ts'
import { type BookEntry, type Delivery, type RunningSimulators, startSimulators } from './index.ts'

let directory: string
let running: RunningSimulators
const start = async (options: { seed?: string; laterMs?: number } = {}) => {
  running = await startSimulators({ port: 0, directory, laterMs: 20, ...options })
}
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'simulators-'))
  await start()
})
afterEach(async () => {
  await running.close()
  rmSync(directory, { recursive: true, force: true })
})

/** A payment at the stripe simulator, the way a client makes one. */
async function pay(key: string, number = '4242424242424242', amount = 1_500) {
  const response = await post('/v1/payment_intents', key, {
    amount,
    currency: 'eur',
    confirm: true,
    metadata: { switchyard_reference: `ch_${key}` },
    payment_method_data: { type: 'card', card: { number, exp_month: 3, exp_year: 2030 } },
  })
  return {
    status: response.status,
    replayed: response.headers.has('idempotent-replayed'),
    body: (await response.json()) as { id: string; status: string },
  }
}

function post(path: string, key: string, form: Readonly<Record<string, unknown>>) {
  return fetch(`${running.url}/stripe${path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_1', 'idempotency-key': key },
    body: encodeForm(form),
  })
}

async function control<T>(
  method: string,
  name: string,
  body?: unknown,
): Promise<{ status: number; body: T }> {
  const response = await fetch(`${running.url}/stripe/_control/${name}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as T }
}
const book = async () => (await control<{ entries: BookEntry[] }>('GET', 'book')).body.entries

describe('a simulator that is killed and started again', () => {
  test('still has its book, and still knows which keys it answered', async () => {
    const first = await pay('a')
    const before = await book()
    await running.close()
    await start()
    expect(await book()).toEqual(before)
    const again = await pay('a')
    expect(again).toEqual({ ...first, replayed: true })
    expect(await book()).toHaveLength(1)
  })

  test('drops a line the kill tore, and goes on', async () => {
    await pay('a')
    await running.close()
    appendFileSync(join(directory, 'stripe.jsonl'), '["payment_intents","pi_torn",{"acc')
    await start()
    await pay('b')
    await running.close()
    await start()
    expect((await book()).map(({ reference }) => reference)).toEqual(['ch_a', 'ch_b'])
  })

  test('settles what was due while it was down', async () => {
    await running.close()
    await start({ laterMs: 300 })
    const paid = await pay('a', '4000000000007726')
    await post('/v1/refunds', 'r', { payment_intent: paid.body.id })
    const refund = async () => (await book()).find(({ kind }) => kind === 'refund')?.status
    expect(await refund()).toBe('pending')
    await running.close()
    await start()
    await expect.poll(refund).toBe('succeeded')
  })

  test('never wrote a card number down', async () => {
    await pay('a', '4000000000007726')
    await pay('b', '4000000000000002')
    await running.close()
    const journal = readFileSync(join(directory, 'stripe.jsonl'), 'utf8')
    expect(journal).not.toMatch(/4000000000007726|4000000000000002/)
    await start()
  })
})

describe('faults', () => {
  const outcomes = async (seed: string) => {
    await running.close()
    rmSync(directory, { recursive: true, force: true })
    await start({ seed })
    await control('POST', 'faults', {
      rules: [
        { operation: 'authorize', fault: 'error_after', probability: 0.2 },
        { operation: 'authorize', fault: 'decline', probability: 0.3, code: 'do_not_honor' },
      ],
    })
    const statuses: number[] = []
    for (let index = 0; index < 40; index++) statuses.push((await pay(`k${index}`)).status)
    return statuses.join(' ')
  }

  test('of one seed are always the same, of another they are others', async () => {
    const first = await outcomes('one')
    expect(await outcomes('one')).toBe(first)
    expect(await outcomes('two')).not.toBe(first)
    const count = (status: string) => first.split(' ').filter((each) => each === status).length
    expect(count('500')).toBeGreaterThan(2)
    expect(count('402')).toBeGreaterThan(4)
    expect(count('200')).toBeGreaterThan(10)
  })

  test('counted ones come first and are then over', async () => {
    await control('POST', 'faults', {
      rules: [{ operation: '*', fault: 'decline', times: 2, code: 'lost_card' }],
    })
    const statuses = [await pay('a'), await pay('b'), await pay('c')].map(({ status }) => status)
    expect(statuses).toEqual([402, 402, 200])
  })

  test('can be taken back', async () => {
    await control('POST', 'faults', {
      rules: [{ operation: 'authorize', fault: 'error_before', probability: 1 }],
    })
    expect((await pay('a')).status).toBe(500)
    await control('DELETE', 'faults')
    expect((await pay('a')).status).toBe(200)
  })

  test('are counted by what went wrong', async () => {
    const rules = [
      { operation: 'authorize', fault: 'decline', times: 2 },
      { operation: 'authorize', fault: 'error_after', times: 1 },
    ]
    await control('POST', 'faults', { rules })
    for (const key of ['a', 'b', 'c', 'd']) await pay(key)
    expect((await control('GET', 'faults')).body).toEqual({ met: { decline: 2, error_after: 1 } })
  })

  test.each([
    [{ rules: [{ operation: 'authorize', fault: 'explode', times: 1 }] }, 'fault'],
    [{ rules: [{ operation: 'authorize', fault: 'slow' }] }, 'times'],
    [{ rules: [{ operation: 'authorize', fault: 'lose', times: 1 }] }, 'fault'],
    [{ rules: [{ operation: 'notification', fault: 'slow', times: 1 }] }, 'fault'],
    [{}, 'rules'],
  ])('that make no sense are refused by name: %o', async (body, field) => {
    const { status, body: answer } = await control<{ error: string }>('POST', 'faults', body)
    expect(status).toBe(400)
    expect(answer.error).toContain(field)
  })
})

describe('notifications', () => {
  let listener: Server
  let got: { type: string; at: number }[]
  let refuse: number
  beforeEach(async () => {
    got = []
    refuse = 0
    const take = async (request: IncomingMessage, response: ServerResponse) => {
      let text = ''
      for await (const chunk of request) text += String(chunk)
      response.statusCode = refuse-- > 0 ? 503 : 200
      if (response.statusCode === 200) {
        got.push({ type: (JSON.parse(text) as { type: string }).type, at: Date.now() })
      }
      response.end()
    }
    listener = createServer((request, response) => {
      // What is still being sent when a test is over is hung up on.
      take(request, response).catch(() => response.destroy())
    })
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
    const { port } = listener.address() as AddressInfo
    const endpoint = { account: 'sk_test_1', url: `http://127.0.0.1:${port}/`, secret: 'whsec_1' }
    expect((await control('POST', 'endpoint', endpoint)).status).toBe(200)
  })
  afterEach(async () => {
    listener.closeAllConnections()
    await new Promise((resolve) => listener.close(resolve))
  })
  const rule = (fault: string, more: object = {}) =>
    control('POST', 'faults', {
      rules: [{ operation: 'notification', fault, probability: 1, ...more }],
    })
  const deliveries = async () =>
    (await control<{ deliveries: Delivery[] }>('GET', 'notifications')).body.deliveries
  const types = () => got.map(({ type }) => type).sort()
  const paid = ['charge.succeeded', 'payment_intent.created', 'payment_intent.succeeded']

  test('reach the account’s endpoint', async () => {
    await pay('a')
    await expect.poll(types).toEqual(paid)
    await expect
      .poll(async () =>
        (await deliveries()).map(({ status, lastStatus }) => `${status} ${lastStatus}`),
      )
      .toEqual(paid.map(() => 'delivered 200'))
  })

  test('are tried again until they are taken', async () => {
    refuse = 4
    await pay('a')
    await expect.poll(types, { timeout: 5_000 }).toEqual(paid)
    const tries = (await deliveries()).reduce((sum, { attempts }) => sum + attempts, 0)
    expect(tries).toBe(7)
  })

  test('still on their way are delivered after a restart', async () => {
    await rule('delay', { ms: 300 })
    await pay('a')
    await running.close()
    expect(got).toEqual([])
    await start()
    await expect.poll(types).toEqual(paid)
  })

  test('can be lost', async () => {
    await rule('lose')
    await pay('a')
    expect((await deliveries()).map(({ status }) => status)).toEqual(['lost', 'lost', 'lost'])
    expect(got).toEqual([])
  })

  test('can arrive twice, or out of order', async () => {
    await rule('duplicate')
    await pay('a')
    await expect.poll(types).toEqual(paid.flatMap((type) => [type, type]))
    await control('DELETE', 'faults')
    await rule('reorder', { ms: 200 })
    got = []
    for (const key of ['b', 'c', 'd']) await pay(key)
    await expect.poll(() => got.length).toBe(9)
    const asSent = ['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded']
    expect(got.map(({ type }) => type)).not.toEqual([...asSent, ...asSent, ...asSent])
  })

  test('of another account stay with it', async () => {
    const endpoint = { account: 'sk_test_2', url: 'http://127.0.0.1:9/', secret: 'x' }
    await control('POST', 'endpoint', endpoint)
    await pay('a')
    await expect.poll(types).toEqual(paid)
    expect((await deliveries()).every(({ account }) => account === 'sk_test_1')).toBe(true)
  })
})

test('a reset forgets everything', async () => {
  await pay('a')
  await control('POST', 'reset')
  expect(await book()).toEqual([])
  expect((await pay('a')).replayed).toBe(false)
})
