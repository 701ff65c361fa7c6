import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { connect, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import type { Declined, Operation } from '../adapter.ts'
import type { ExchangeLog } from './runner.ts'
import { account, echo, http, listen, runnerWith, type Told, tcp, unusedPort } from './test-bed.ts'
import { selfSigned } from './test-certificate.ts'

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

test('what a processor quotes of a card in its refusal is not handed on', async () => {
  const url = await http((_request, response) => response.end('4242 4242 4242 4242'))
  const refusing: Operation<Record<string, never>, Declined> = {
    request: () => ({ method: 'POST', path: '/payments', headers: {} }),
    response: ({ body }) => ({
      ...{ outcome: 'declined', declineCode: 'incorrect_number', retry: 'never' },
      processorCode: `101 Invalid card number ${body}`,
    }),
  }
  expect(await runnerWith().ask(account(url), refusing, {})).toMatchObject({
    processorCode: '101 Invalid card number [redacted]',
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
