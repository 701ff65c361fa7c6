import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { systemResolve } from './dial.ts'
import { openSender } from './sender.ts'

const policy = { allowPrivateAddresses: true, allowHighPorts: true }

async function receiver(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
}

function sender(timeoutMs = 20_000) {
  const made = openSender({ policy, resolve: systemResolve, timeoutMs })
  onTestFinished(() => made.close())
  return made
}

test('a redirect is an answer and is not followed', async () => {
  let followed = 0
  const target = await receiver((_request, response) => {
    followed += 1
    response.end()
  })
  const url = await receiver((request, response) => {
    const location = request.url === '/metadata' ? 'http://169.254.169.254/latest' : target
    response.writeHead(302, { location }).end()
  })
  const { post } = sender()
  expect(await post(`${url}/metadata`, {}, '{}')).toMatchObject({ status: 302 })
  expect(await post(`${url}/elsewhere`, {}, '{}')).toMatchObject({ status: 302 })
  expect(followed).toBe(0)
})

test('an answer that never comes is given up in time', async () => {
  const url = await receiver(() => {})
  expect(await sender(50).post(url, {}, '{}')).toMatchObject({
    status: null,
    error: 'no answer within 0.05 s',
  })
})

test('a body of any size is read no further than it is useful', async () => {
  let written = 0
  const url = await receiver((_request, response) => {
    const flood = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536))) written += 65_536
    }
    response.on('drain', flood)
    flood()
  })
  const answer = await sender().post(url, {}, '{}')
  expect(answer.status).toBe(200)
  expect(answer.response).toBe('x'.repeat(1_024))
  expect(written).toBeLessThan(50_000_000)
})

test('a body that never ends does not undo a success', async () => {
  const url = await receiver((_request, response) => {
    response.writeHead(200).write('thank')
  })
  expect(await sender(200).post(url, {}, '{}')).toMatchObject({ status: 200, response: 'thank' })
})

test('the excerpt is text a database can hold, with no character cut in two', async () => {
  const url = await receiver((_request, response) => {
    response.end(`a\0${'é'.repeat(2_000)}`)
  })
  const { response } = await sender().post(url, {}, '{}')
  expect(response).toBe(`a\uFFFD${'é'.repeat(511)}`)
})

test('a refused connection says so, and nothing of our network', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  server.close()
  await once(server, 'close')
  expect(await sender().post(`http://127.0.0.1:${port}`, {}, '{}')).toMatchObject({
    status: null,
    error: 'connection refused',
  })
})

test('what is sent is what was signed: the body byte for byte', async () => {
  const bodies: Buffer[] = []
  const url = await receiver((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks))
      response.end()
    })
  })
  const body = JSON.stringify({ name: 'Ærø 漢字 🧾', amount: 1 })
  await sender().post(url, { 'content-type': 'application/json; charset=utf-8' }, body)
  expect(bodies.map(String)).toEqual([body])
})
