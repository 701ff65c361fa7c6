import { connect } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findEmbedded } from '../../src/db/embedded/index.ts'
import { openReceiver } from '../receiver.ts'
import { answerChallenge, eventually } from '../shop.ts'
import { cardFinder } from './card-data/card-finder.ts'
import { failures } from './card-data/crowd.ts'
import { doors, price } from './card-data/doors.ts'
import { misbehaving, quickFaults, silences } from './card-data/faults.ts'
import { markedNumber } from './card-data/marked-cards.ts'
import { type Search, searchFiles, searchTables, storePlainly } from './card-data/places.ts'
import { cardParameters, withStrayNumbers } from './card-data/stray-numbers.ts'
import { type CardShop, openTill, type Till, tell } from './card-data/till.ts'
import {
  challengedNumber,
  declinedNumbers,
  realLookingNumber,
  wrongCards,
} from './card-data/wrong-cards.ts'
import { wrongBytes, wrongRequests } from './card-data/wrong-requests.ts'
import { everybodys, sellerOf } from './one-of-each.ts'
import { pathWith, placesOf, servedOperations } from './served-document.ts'
import { validParameters } from './valid-parameters.ts'
import { startWhole } from './whole-server.ts'
import { keyFor, shopOf } from './whole-shop.ts'

/*
 * Card data is in the vault's ciphertext and nowhere else: a server takes a thousand payments and meets every mistake
 * and failure there is, with numbers and codes that can be recognised. Then everything it wrote is read.
 */

const server = await startWhole({ LOG_LEVEL: 'trace' })
const client = new pg.Client({ connectionString: await findEmbedded(server.dataDir) })
const receiver = await openReceiver({ status: 200, body: `Thank you, ${markedNumber(5)}.` })
let unanswered: Unanswered
beforeAll(async () => {
  await client.connect()
  await storePlainly(client)
  unanswered = await payUnanswered()
})
afterAll(async () => {
  receiver.close()
  await client.end()
})

/** What the first shop hears of: whatever shows a card. */
const toldEvents = [
  ...['charge.succeeded', 'charge.failed', 'payment_intent.payment_failed'],
  ...['payment_method.attached', 'customer.source.created', 'setup_intent.succeeded'],
]
/** Every answer anybody got. */
const told: string[] = []
/** Of a PSP that tries the stripe simulator first, and of one that tries adyen's. */
const [shop, otherShop] = [cardShop(0), cardShop(1)]
const patienceMs = 60_000
const ways = Object.entries(doors)
const find = cardFinder([...declinedNumbers, challengedNumber, realLookingNumber])

test('every place of the API that takes a card number is a door of this test', async () => {
  const places = (await servedOperations(server)).flatMap(({ method, path, input }) =>
    cardParameters(input).map((parameter) => `${method} ${path} ${parameter}`),
  )
  const known = Object.keys(doors)
  expect(places.length).toBeGreaterThan(8)
  expect(places.filter((place) => !known.includes(place))).toEqual([])
})

test('a thousand payments are made, by every door', async () => {
  await till(0).post('/v1/webhook_endpoints', { url: receiver.url, enabled_events: toldEvents })
  const paying = [...Array(1_000).keys()].map((n) => async () => {
    const [name, pay] = ways[n % ways.length] ?? ['none', undefined]
    const paid = await pay?.(till(n + Math.trunc(n / ways.length)))
    // Adyen says later how a capture went.
    const { status = '' } = paid ?? {}
    if (!['succeeded', 'processing'].includes(status)) throw new Error(`${name}: ${status}`)
  })
  expect(await failures(paying)).toEqual([])
}, 240_000)

test('cards that are wrong, declined or not for testing are refused at every door', async () => {
  const others: [string, object][] = [...declinedNumbers, realLookingNumber].map((number) => [
    number,
    { number },
  ])
  const bad = ways.flatMap(([place, pay], n) =>
    [...Object.entries(wrongCards(n)), ...others].map(([what, card], m) => async () => {
      const ended = await pay(till(n + m, card)).then(() => 'paid', String)
      if (!/answered 40[02]/.test(ended)) throw new Error(`${place}, ${what}: ${ended}`)
    }),
  )
  expect(await failures(bad)).toEqual([])
})

test('payers who are asked to prove themselves, do and do not', async () => {
  const results = ['complete', 'fail'] as const
  const pages = await Promise.all(
    [0, 1].map((n) => challenge(till(n, { number: challengedNumber }))),
  )
  for (const [n, page] of pages.entries()) {
    expect(await answerChallenge(page, results[n] ?? 'fail')).toMatchObject({ status: 303 })
  }
})

test('a card number in any other text of any endpoint is refused', async () => {
  const seller = sellerOf(shopOf(server))
  const strays: (() => Promise<void>)[] = []
  for (const operation of await servedOperations(server)) {
    const { method, path } = operation
    const valid = await validParameters(operation, seller)
    const ids = await Promise.all(
      placesOf(path).map((place) => everybodys[place] ?? seller.one(place)),
    )
    for (const params of withStrayNumbers(operation, valid)) {
      strays.push(async () => {
        const asked = { key: keyFor(operation, shopOf(server), server), params }
        const { status, text } = await tell(shop, method, pathWith(operation, ids), asked)
        if (status !== 400) throw new Error(`${method} ${path} ${JSON.stringify(params)}: ${text}`)
      })
    }
  }
  expect(strays.length).toBeGreaterThan(200)
  expect(await failures(strays)).toEqual([])
})

test('requests that go wrong before anybody looks into them are refused', async () => {
  const { id } = await till(0).post('/v1/payment_intents', { amount: 500, currency: 'usd' })
  const wrong = wrongRequests(shop.key, id).map(([method, path, asking]) => async () => {
    const { status } = await tell(shop, method, path, asking)
    if (status < 400 || status >= 500) throw new Error(`${method} ${path}: ${status}`)
  })
  expect(await failures(wrong)).toEqual([])
  await Promise.all(wrongBytes().map(sendBytes))
})

test('processors fail in every way there is', async () => {
  for (const [n, { processor }] of [shop, otherShop].entries()) {
    const { meet, met } = misbehaving(server.url, processor)
    for (const fault of quickFaults) {
      await meet(fault, 2)
      // Enough go well for the processor to be asked on.
      const paying = Array.from({ length: 6 }, (_, m) => () => pay(till(n + 2 * m)))
      for (const failed of await failures(paying)) expect(failed).toContain('answered 402')
    }
    expect(await met()).toEqual(expect.arrayContaining([...quickFaults, ...silences]))
  }
  expect(await unanswered.failed).toEqual([])
}, 240_000)

test('and nothing that was written, told or sent has card data in it', async () => {
  await settled()
  await client.query('checkpoint')
  const rows = await searchTables(client, find)
  const files = await searchFiles(server.dataDir, find)
  const hooks = receiver.received.map(({ body }) => body)
  const texts = [server.said(), ...told, ...hooks]
  expect([...rows.found, ...files.found, ...texts.flatMap(find)]).toEqual([])
  // All was there to be searched: cards in the vault, talks with processors, webhooks and what came of them.
  const [kept] = await query<{ cards: string; paid: string; thanks: string }>(
    `select (select count(distinct fingerprint) from payment_methods where sealed is not null) as cards,
            (select count(*) from attempts where amount = ${price} and amount_captured = ${price}) as paid,
            (select count(*) from webhook_tries where response like 'Thank you, ****%') as thanks`,
  )
  expect(Number(kept?.cards)).toBeGreaterThan(500)
  expect(Number(kept?.paid)).toBe(1_000)
  expect(Number(kept?.thanks)).toBe(hooks.length)
  expect(hooks.length).toBeGreaterThan(300)
  expect(server.said().match(/"msg":"exchange"/g)?.length).toBeGreaterThan(1_000)
  expect([rows.amount > 20_000, files.amount > 50_000_000]).toEqual([true, true])
}, 240_000)

test('what is planted is found: in a row, in a long text, and when it was there for a moment', async () => {
  const [{ folder = '' } = {}] = await query<{ folder: string }>(
    `select current_setting('data_directory') as folder`,
  )
  const planted = [markedNumber(90_001), markedNumber(90_002)]
  const found = async (search: Promise<Search>) => {
    const lines = (await search).found.join()
    return planted.map((number) => lines.includes(number))
  }
  await query(
    `update customers set name = $1, metadata = jsonb_build_object('a', repeat('a', 9000) || $2)
     where id = (select min(id) from customers)`,
    planted,
  )
  await query('checkpoint')
  expect(await found(searchTables(client, find))).toEqual([true, true])
  expect(await found(searchFiles(join(folder, 'base'), find))).toEqual([true, true])
  await query(`update customers set name = null, metadata = '{}' where name = $1`, [planted[0]])
  await query('vacuum full customers')
  await query('checkpoint')
  expect(await found(searchTables(client, find))).toEqual([false, false])
  expect(await found(searchFiles(join(folder, 'base'), find))).toEqual([false, false])
  expect(await found(searchFiles(join(folder, 'pg_wal'), find))).toEqual([true, true])
}, 240_000)

async function query<R extends pg.QueryResultRow>(
  text: string,
  values: unknown[] = [],
): Promise<R[]> {
  return (await client.query<R>(text, values)).rows
}

function cardShop(index: number): CardShop & { readonly processor: 'stripe' | 'adyen' } {
  const psp = server.demo.psps[index]
  const publishableKey = psp?.merchants[0]?.publishable_key ?? ''
  const { url, key } = shopOf(server, psp)
  return { url, key, publishableKey, told, processor: index === 0 ? 'stripe' : 'adyen' }
}

/** The n-th till, at one shop or the other. */
function till(n: number, card: object = {}): Till {
  return openTill(n % 2 === 0 ? shop : otherShop, n >> 1, card)
}

function pay({ card, post }: Till) {
  return post('/v1/charges', { amount: 900, currency: 'usd', card })
}

/** Payments that are waiting for an answer. */
interface Unanswered {
  /** What those said that failed, when all have ended. */
  readonly failed: Promise<string[]>
}

/** Payments that no processor answers. They take as long as its deadline, so they begin before all others. */
async function payUnanswered(): Promise<Unanswered> {
  const paying: (() => Promise<unknown>)[] = []
  for (const [n, { processor }] of [shop, otherShop].entries()) {
    for (const fault of silences) {
      await misbehaving(server.url, processor).meet(fault, 1)
      paying.push(() => pay(till(n)))
    }
  }
  const failed = failures(paying)
  for (const { processor } of [shop, otherShop]) {
    const { met } = misbehaving(server.url, processor)
    await eventually(met, (all) => silences.every((fault) => all.includes(fault)), patienceMs)
  }
  return { failed }
}

async function challenge({ card, post }: Till): Promise<string> {
  const { next_action } = await post('/v1/payment_intents', {
    ...{ amount: 900, currency: 'usd', confirm: true, return_url: 'https://shop.example/' },
    payment_method_data: { type: 'card', card },
  })
  return next_action.redirect_to_url.url
}

/** Says something to the server that is no request, hears its answer out, and hangs up. */
async function sendBytes(bytes: string): Promise<void> {
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  socket.setEncoding('utf8').on('data', (text: string) => told.push(text))
  await new Promise((resolve) => {
    socket.on('close', resolve).on('error', () => undefined)
    socket.setTimeout(500, () => socket.destroy())
    socket.write(bytes)
  })
}

/** Waits until nothing is open any more: no payment, and no webhook to us. */
async function settled(): Promise<void> {
  const open = () =>
    query(
      `select id from attempts where status in ('asking', 'unknown')
       union all select id from modifications where status in ('asking', 'unknown', 'pending')
       union all select event_id from outbox
       union all select d.event_id from webhook_deliveries d join webhook_endpoints e on e.id = d.endpoint_id
       where d.state = 'pending' and e.url = $1`,
      [receiver.url],
    )
  await eventually(open, (left) => left.length === 0, patienceMs)
}
