import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { systemClock } from '../../kernel/index.ts'
import type { HttpRequest, HttpResponse, Operation } from '../adapter.ts'
import { createRunner, type ExchangeLog, type Runner, type RunnerOptions } from './runner.ts'
import { selfSigned } from './test-certificate.ts'
import type { RunnerAccount } from './transport.ts'

interface Told {
  readonly outcome: 'told'
  readonly response: HttpResponse
}

/** The simplest adapter there can be: sends what it is given and hands back what came. */
const echo: Operation<Partial<HttpRequest>, Told> = {
  request: (ask) => ({
    method: 'POST',
    path: '/payments',
    headers: { 'content-type': 'text/plain' },
    body: 'hello',
    ...ask,
  }),
  response: (response) => ({ outcome: 'told', response }),
}

const cleanups: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

function runnerWith(options: Partial<RunnerOptions> = {}): Runner {
  const runner = createRunner({ clock: systemClock, ...options })
  cleanups.push(() => runner.close())
  return runner
}

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy()
    return new Promise((resolve) => server.close(resolve))
  })
  return (server.address() as AddressInfo).port
}

const http = async (listener: RequestListener) =>
  `http://127.0.0.1:${await listen(createServer(listener))}`

const tcp = async (onSocket: (socket: Socket) => void) =>
  `http://127.0.0.1:${await listen(createTcpServer((socket) => onSocket(socket.on('error', () => {}))))}`

const account = (baseUrl: string, id = 'pa_1'): RunnerAccount => ({
  id,
  processor: 'echo',
  baseUrl,
  credentials: { apiKey: 'AQE-very-secret' },
})

async function unusedPort(): Promise<number> {
  const server = createTcpServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

test('carries method, path under the base, headers and body, and brings the answer back', async () => {
  const url = await http(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    response.setHeader('X-Seen', 'yes').setHeader('set-cookie', ['a=1', 'b=2'])
    response.statusCode = 201
    response.end(
      `${request.method} ${request.url} ${request.headers['x-key']} ${Buffer.concat(chunks)}`,
    )
  })
  const answer = await runnerWith().ask(account(`${url}/v71`), echo, {
    path: '/payments?x=1',
    headers: { 'x-key': 'k' },
    body: 'grüße',
  })
  expect(answer).toEqual({
    outcome: 'told',
    response: {
      status: 201,
      headers: expect.objectContaining({ 'x-seen': 'yes', 'set-cookie': 'a=1, b=2' }),
      body: 'POST /v71/payments?x=1 k grüße',
    },
  })
})

test('a refused connection is not_sent', async () => {
  const url = `http://127.0.0.1:${await unusedPort()}`
  expect(await runnerWith().ask(account(url), echo, {})).toEqual({
    outcome: 'not_sent',
    reason: expect.stringContaining('ECONNREFUSED'),
  })
})

test('a name that does not resolve is not_sent', async () => {
  const answer = await runnerWith().ask(account('http://processor.invalid'), echo, {})
  expect(answer).toEqual({
    outcome: 'not_sent',
    reason: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/),
  })
})

test('a certificate nobody vouches for is not_sent, and no request reaches its server', async () => {
  let requests = 0
  const server = createTlsServer(selfSigned(), (_request, response) => {
    requests += 1
    response.end()
  })
  const url = `https://127.0.0.1:${await listen(server)}`
  expect(await runnerWith().ask(account(url), echo, {})).toEqual({
    outcome: 'not_sent',
    reason: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT'),
  })
  expect(requests).toBe(0)
})

test('a trusted certificate is not refused, so the test before shows verification and not a broken server', async () => {
  const { key, cert } = selfSigned()
  const server = createTlsServer({ key, cert }, (_request, response) => response.end('safe'))
  const url = `https://127.0.0.1:${await listen(server)}`
  const answer = await runnerWith({ ca: cert }).ask(account(url), echo, {})
  expect(answer).toMatchObject({ outcome: 'told', response: { body: 'safe' } })
})

test('a TLS handshake that never ends is not_sent when the connect time is over', async () => {
  const url = (await tcp(() => {})).replace('http:', 'https:')
  expect(await runnerWith({ connectTimeoutMs: 100 }).ask(account(url), echo, {})).toEqual({
    outcome: 'not_sent',
    reason: expect.stringContaining('UND_ERR_CONNECT_TIMEOUT'),
  })
})

test('a deadline that ends during the handshake is not_sent, and the request does not leave later', async () => {
  let received = 0
  const { key, cert } = selfSigned()
  const server = createTlsServer({ key, cert }, (_request, response) => {
    received += 1
    response.end()
  })
  const tlsPort = await listen(server)
  // Holds the handshake back until it is told to let it through.
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const url = await tcp((socket) => {
    const forward = () => {
      const upstream = connect(tlsPort, '127.0.0.1').on('error', () => {})
      socket.pipe(upstream).pipe(socket)
    }
    released.then(forward, forward)
  })
  const slow = account(url.replace('http:', 'https:'))
  const runner = runnerWith({ ca: cert, limits: { concurrent: 1 } })
  expect(await runner.ask(slow, echo, {}, { deadlineMs: 100 })).toEqual({
    outcome: 'not_sent',
    reason: 'no connection before the deadline',
  })
  release()
  expect(await runner.ask(slow, echo, {})).toMatchObject({ outcome: 'told' })
  expect(received).toBe(1)
})

test('silence after the request was written is unknown at the deadline', async () => {
  const url = await http(() => {})
  expect(await runnerWith().ask(account(url), echo, {}, { deadlineMs: 100 })).toEqual({
    outcome: 'unknown',
    reason: 'no complete answer before the deadline',
  })
})

test('a body that trickles past the deadline is unknown', async () => {
  const url = await http((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const trickle = setInterval(() => response.write(' '), 10)
    response.on('close', () => clearInterval(trickle))
  })
  expect(await runnerWith().ask(account(url), echo, {}, { deadlineMs: 150 })).toEqual({
    outcome: 'unknown',
    reason: 'no complete answer before the deadline',
  })
})

test.each([
  ['before any answer', (socket: Socket) => socket.destroy()],
  [
    'amid the headers',
    (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\ncont', () => socket.destroy()),
  ],
  [
    'amid the body',
    (socket: Socket) =>
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"resul', () => socket.destroy()),
  ],
  ['by a reset', (socket: Socket) => socket.resetAndDestroy()],
  ['with something that is not HTTP', (socket: Socket) => socket.end('SSH-2.0-OpenSSH_9.7\r\n')],
])('a connection that ends %s is unknown, and the request was sent once', async (_how, end) => {
  let requests = 0
  const url = await tcp((socket) =>
    socket.once('data', () => {
      requests += 1
      end(socket)
    }),
  )
  expect(await runnerWith().ask(account(url), echo, {})).toMatchObject({ outcome: 'unknown' })
  expect(requests).toBe(1)
})

test.each(['POST', 'GET'] as const)(
  'a %s that dies on a reused connection is unknown and is not sent again',
  async (method) => {
    const seen: string[] = []
    const url = await tcp((socket) => {
      let onThisSocket = 0
      socket.on('data', (data) => {
        seen.push(data.toString().split('\r\n')[0] ?? '')
        onThisSocket += 1
        if (onThisSocket > 1) socket.destroy()
        else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
      })
    })
    const runner = runnerWith({ limits: { concurrent: 1 } })
    const plain = { method, path: '/first', headers: {}, body: '' }
    expect(await runner.ask(account(url), echo, plain)).toMatchObject({ outcome: 'told' })
    const second = await runner.ask(account(url), echo, { ...plain, path: '/second' })
    expect(second).toMatchObject({ outcome: 'unknown' })
    expect(await runner.ask(account(url), echo, { ...plain, path: '/third' })).toMatchObject({
      outcome: 'told',
    })
    expect(seen.map((line) => line.split(' ')[1])).toEqual(['/first', '/second', '/third'])
  },
)

test('an idle connection the processor has closed is simply replaced', async () => {
  const server = createServer((_request, response) => response.end('ok'))
  const url = `http://127.0.0.1:${await listen(server)}`
  const runner = runnerWith()
  for (let round = 0; round < 5; round += 1) {
    expect(await runner.ask(account(url), echo, {})).toMatchObject({ outcome: 'told' })
    server.closeIdleConnections()
  }
})

test('an answer larger than the limit is unknown', async () => {
  const url = await http((_request, response) => response.end('x'.repeat(2_000)))
  expect(await runnerWith({ maxBodyBytes: 1_000 }).ask(account(url), echo, {})).toEqual({
    outcome: 'unknown',
    reason: 'the answer is larger than 1000 bytes',
  })
})

test('a redirect is an answer like any other: it is not followed', async () => {
  let requests = 0
  const url = await http((_request, response) => {
    requests += 1
    response.writeHead(302, { location: 'http://169.254.169.254/' }).end()
  })
  const answer = await runnerWith().ask(account(url), echo, {})
  expect(answer).toMatchObject({ outcome: 'told', response: { status: 302 } })
  expect(requests).toBe(1)
})

test('an answer the adapter cannot read is unknown, and its reason shows no card and no credential', async () => {
  const url = await http((_request, response) => response.end('4242 4242 4242 4242 oops'))
  const strict: Operation<Record<string, never>, Told> = {
    request: () => ({ method: 'POST', path: '/payments', headers: {} }),
    response: (response, _ask, { credentials }) => {
      throw new Error(`cannot read ${response.body} with ${credentials['apiKey']}`)
    },
  }
  expect(await runnerWith().ask(account(url), strict, {})).toEqual({
    outcome: 'unknown',
    reason: 'the answer could not be read (HTTP 200): cannot read [redacted] oops with [redacted]',
  })
})

test('a request the adapter cannot write, and a base URL that is none, are not_sent', async () => {
  const broken: Operation<Record<string, never>, Told> = {
    ...echo,
    request: () => {
      throw new Error('no such currency')
    },
  }
  const runner = runnerWith()
  expect(await runner.ask(account('http://127.0.0.1:1'), broken, {})).toEqual({
    outcome: 'not_sent',
    reason: 'the request could not be written: no such currency',
  })
  expect(await runner.ask(account('not a url', 'pa_2'), echo, {})).toMatchObject({
    outcome: 'not_sent',
  })
  const split = { headers: { 'x-key': 'a\r\nx-other: b' } }
  expect(await runner.ask(account('http://127.0.0.1:1', 'pa_3'), echo, split)).toMatchObject({
    outcome: 'not_sent',
    reason: expect.stringContaining('invalid'),
  })
})

test('an exchange is logged without body, query, card number or credential', async () => {
  const url = await http((_request, response) => {
    response.statusCode = 500
    response.end('4242424242424242')
  })
  const log: ExchangeLog[] = []
  const runner = runnerWith({ log: (entry) => log.push(entry) })
  await runner.ask(account(url), echo, {
    path: '/payments/8835/captures?apiKey=AQE-very-secret',
    body: 'number=4242424242424242',
  })
  await runner.ask(account(`http://127.0.0.1:${await unusedPort()}`, 'pa_2'), echo, {})
  expect(log).toEqual([
    {
      at: expect.any(Date),
      processor: 'echo',
      accountId: 'pa_1',
      method: 'POST',
      path: '/payments/8835/captures',
      status: 500,
      durationMs: expect.any(Number),
      outcome: 'told',
    },
    expect.objectContaining({
      accountId: 'pa_2',
      outcome: 'not_sent',
      reason: expect.stringContaining('ECONNREFUSED'),
    }),
  ])
  expect(log[1]).not.toHaveProperty('status')
  expect(JSON.stringify(log)).not.toMatch(/4242|secret/)
})

test('an account that hangs takes its own places only; another one never notices', async () => {
  const held = new Set<() => void>()
  let released = false
  const hanging = account(
    await http((_request, response) => {
      if (released) response.end()
      else held.add(() => response.end())
    }),
    'pa_hanging',
  )
  const healthy = account(await http((_request, response) => response.end('ok')), 'pa_healthy')
  const runner = runnerWith({ limits: { concurrent: 4, waiting: 8 } })
  const stuck = Array.from({ length: 20 }, () => runner.ask(hanging, echo, {}))
  let answered = 0
  for (const ask of stuck) ask.then(({ outcome }) => outcome === 'told' && answered++)

  for (let round = 0; round < 50; round += 1) {
    expect(await runner.ask(healthy, echo, {})).toMatchObject({ outcome: 'told' })
  }
  expect(answered).toBe(0)
  expect(runner.health('pa_hanging')).toMatchObject({ inFlight: 4, waiting: 8 })
  expect(runner.health('pa_healthy')).toMatchObject({ inFlight: 0, waiting: 0 })

  released = true
  for (const release of held) release()
  const answers = await Promise.all(stuck)
  expect(answers.filter(({ outcome }) => outcome === 'told')).toHaveLength(12)
  expect(answers.slice(12)).toEqual(
    Array(8).fill({
      outcome: 'not_sent',
      reason: 'too many asks are waiting for this account',
    }),
  )
})

test('an ask that finds no free place in half its time is not_sent', async () => {
  const url = await http(() => {})
  const runner = runnerWith({ limits: { concurrent: 1 } })
  const first = runner.ask(account(url), echo, {}, { deadlineMs: 1_000 })
  expect(await runner.ask(account(url), echo, {}, { deadlineMs: 100 })).toEqual({
    outcome: 'not_sent',
    reason: 'no connection was free in half the time there was',
  })
  expect(runner.health('pa_1')).toMatchObject({ inFlight: 1, waiting: 0 })
  expect(await first).toMatchObject({ outcome: 'unknown' })
})

test('a circuit opened by failures answers not_sent at once, and one probe closes it again', async () => {
  let now = Date.parse('2026-01-01T00:00:00Z')
  let healthy = false
  let requests = 0
  const url = await http((_request, response) => {
    requests += 1
    response.statusCode = healthy ? 200 : 500
    response.end()
  })
  const runner = runnerWith({
    clock: { now: () => new Date(now) },
    circuit: { failuresInARow: 3, openMs: 5_000 },
  })
  const ask = () => runner.ask(account(url), echo, {})
  for (let round = 0; round < 3; round += 1) expect(await ask()).toMatchObject({ outcome: 'told' })
  expect(await ask()).toEqual({
    outcome: 'not_sent',
    reason: 'the circuit to echo is open after repeated failures',
  })
  expect(requests).toBe(3)
  expect(runner.health('pa_1').circuit).toBe('open')

  now += 5_000
  healthy = true
  expect(runner.health('pa_1').circuit).toBe('half_open')
  expect(await ask()).toMatchObject({ outcome: 'told', response: { status: 200 } })
  expect(runner.health('pa_1').circuit).toBe('closed')
  expect(requests).toBe(4)
})

test('closing lets what is under way finish and refuses what comes after', async () => {
  const server = createServer()
  const url = `http://127.0.0.1:${await listen(server)}`
  const arrival = once(server, 'request')
  const runner = runnerWith()
  const underway = runner.ask(account(url), echo, {})
  const [, response] = (await arrival) as Parameters<RequestListener>
  const closing = runner.close()
  expect(await runner.ask(account(url), echo, {})).toEqual({
    outcome: 'not_sent',
    reason: 'the server is shutting down',
  })
  response.end('done')
  expect(await underway).toMatchObject({ outcome: 'told', response: { body: 'done' } })
  await closing
})

test('a transport of the caller replaces HTTP and obeys the same rules', async () => {
  const runner = runnerWith({
    transport: async (request, { credentials }) => ({
      status: 200,
      headers: {},
      body: `${request.path} ${Object.keys(credentials)}`,
    }),
  })
  expect(await runner.ask(account('https://nowhere.invalid'), echo, {})).toMatchObject({
    outcome: 'told',
    response: { body: '/payments apiKey' },
  })
})

test('accounts past the limit are closed when idle and open again when asked', async () => {
  const url = await http((_request, response) => response.end('ok'))
  const runner = runnerWith({ openAccounts: 2 })
  for (const id of ['pa_1', 'pa_2', 'pa_3', 'pa_1']) {
    expect(await runner.ask(account(url, id), echo, {})).toMatchObject({ outcome: 'told' })
  }
  expect(runner.health('pa_2').recent.asked).toBe(0)
  expect(runner.health('pa_3').recent.asked).toBe(1)
})

test('an account whose address changes is asked at the new one', async () => {
  const first = await http((_request, response) => response.end('first'))
  const second = await http((_request, response) => response.end('second'))
  const runner = runnerWith()
  expect(await runner.ask(account(first), echo, {})).toMatchObject({ response: { body: 'first' } })
  expect(await runner.ask(account(second), echo, {})).toMatchObject({
    response: { body: 'second' },
  })
})
