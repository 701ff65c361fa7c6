import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '../database.ts'
import { type PlainAnswer, plainClient } from './malformed/plain-http.ts'
import { type Malformed, requestsTo } from './malformed/requests.ts'
import { everybodys, isMakeable, sellerOf } from './one-of-each.ts'
import { type Operation, placesOf, servedOperations } from './served-document.ts'
import { validParameters } from './valid-parameters.ts'
import { startWhole } from './whole-server.ts'
import { keyFor, shopOf } from './whole-shop.ts'

/** MALFORMED_REQUESTS=10000 for the long run; MALFORMED_SEED for other requests than the usual ones. */
const numRuns = Number(process.env['MALFORMED_REQUESTS'] ?? 2_000)
const seed = Number(process.env['MALFORMED_SEED'] ?? 1)

const { url: DATABASE_URL } = await testDatabase()
/** Twice what it needs: were something kept of each request, it would soon not fit. */
const NODE_OPTIONS = '--max-old-space-size=128'
const server = await startWhole({ DATABASE_URL, NODE_OPTIONS })
const shop = shopOf(server)
const seller = sellerOf(shop)
const operations = await servedOperations(server)
const places = [...new Set(operations.flatMap(({ path }) => placesOf(path)))].filter(isMakeable)
const ids = new Map(Object.entries(everybodys))
for (const place of places) ids.set(place, await seller.one(place))
// What is done to a PSP, such as to its limits, should not be felt by the others.
ids.set('/v1/psps/{}', server.demo.psps[1]?.id ?? '')
const known = [...ids.values(), 'tok_visa', 'pm_card_visa', 'tok_chargeDeclined', 'acct_nobody']
const requests = await Promise.all(
  operations.map(async (each) => requestsTo(each, await validParameters(each, seller), known)),
)
const client = plainClient()
afterAll(() => client.close())

test(`${numRuns} malformed requests break nothing, and are refused in Stripe's words`, async () => {
  const statuses: number[] = []
  const resident: number[] = []
  await fc.assert(
    fc.asyncProperty(fc.oneof(...requests), async (request) => {
      const answer = await send(request)
      expect(wrongsOf(request, answer), `${answer.status} ${answer.text}`).toEqual([])
      if (request.method === 'DELETE' && answer.status === 200) await makeAgain(request.operation)
      if (statuses.push(answer.status) % 50 === 0) resident.push(await server.residentBytes())
    }),
    { numRuns, seed },
  )
  // In the first half caches fill, code is compiled and the heap takes its size.
  const half = resident.length >> 1
  const grown = Math.max(...resident.slice(half)) - Math.max(...resident.slice(0, half))
  expect(grown).toBeLessThan(100 * 1024 * 1024)
  // Many must get past the first check, or they say nothing of the rest.
  const share = (status: number) => statuses.filter((each) => each === status).length / numRuns
  expect([share(200) > 0.1, share(404) > 0.02, share(401) < 0.1]).toEqual([true, true, true])
}, 600_000)

test.each([
  ['\x16\x03\x01 hello\r\n\r\n', '400 Bad Request'],
  ['FROB /v1/customers HTTP/1.1\r\nHost: x\r\n\r\n', '400 Bad Request'],
  [
    `GET /?${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
    '431 Request Header Fields Too Large',
  ],
])('what is no request is refused in the same words, and hung up on', async (bytes, line) => {
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  socket.write(bytes)
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n')
  expect(head).toContain(`HTTP/1.1 ${line}\r\n`)
  expect(JSON.parse(body).error).toMatchObject({ type: 'invalid_request_error' })
})

test('and the server neither noticed a failure of its own nor fell', async () => {
  const lines = server.said().split('\n')
  expect(lines.filter((line) => /"level":[56]0|unhandled|warning/i.test(line))).toEqual([])
  expect(lines.filter((line) => line.includes('"status":')).length).toBeGreaterThan(numRuns)
  expect(await server.stop()).toEqual({ code: 0, signal: null })
})

function send({ operation, method, ids: given, query, body, headers }: Malformed) {
  const own = placesOf(operation.path)
  const left = given.map((id, index) => id ?? ids.get(own[index] ?? '') ?? '')
  const path = operation.path.replaceAll(/\{\w+\}/g, () => left.shift() ?? '')
  const authorization = `Bearer ${keyFor(operation, shop, server)}`
  return client.send(method, `${server.url}${path}${query}`, { authorization, ...headers }, body)
}

/** Puts others in the place of an object that is gone and of all it had. */
async function makeAgain({ path }: Operation): Promise<void> {
  const gone = placesOf(path).at(-1) ?? ''
  const another = sellerOf(shop)
  for (const place of places) if (place.startsWith(gone)) ids.set(place, await another.one(place))
}

const types = ['api_error', 'card_error', 'idempotency_error', 'invalid_request_error']
const internals =
  /\bat .*\.[jt]s:\d|node_modules|\bselect\b.*\bfrom\b|insert into|violates|relation "/i

/** What an answer to whatever should not be: a failure, or a refusal in other words than Stripe's. */
function wrongsOf({ method }: Malformed, { status, type, text: told }: PlainAnswer): string[] {
  if (status < 200 || status >= 500) return ['fails']
  if (status < 400 || method === 'HEAD') return []
  if (!type.startsWith('application/json')) return [`is ${type || 'nothing'}, not JSON`]
  const { error } = JSON.parse(told)
  return [
    ...(typeof error?.message === 'string' && error.message !== '' ? [] : ['has no message']),
    ...(types.includes(error?.type) ? [] : ['has no type']),
    ...(internals.test(told) ? ['tells of our insides'] : []),
  ]
}
