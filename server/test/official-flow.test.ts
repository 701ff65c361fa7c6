import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Demo } from '../src/demo/index.ts'
import { testDatabase } from './database.ts'
import { startWhole, type WholeServer } from './flows/whole-server.ts'
import { captureAndRefunds } from './official-flow/capture-and-refunds.ts'
import { cards } from './official-flow/cards.ts'
import { lookingBack } from './official-flow/looking-back.ts'
import {
  type Comparison,
  comparingClient,
  packageTypesAreHere,
} from './official-flow/package-types.ts'
import { openShop, type Story } from './official-flow/shop.ts'
import { threeDSecure } from './official-flow/three-d-secure.ts'
import { webhooksAndBalance } from './official-flow/webhooks-and-balance.ts'
import { olderStripeClient, stripeClient } from './stripe.ts'

/*
 * The life of a shop, told by the official package alone, against the product as it is started by hand. Each
 * chapter goes on from the last.
 */

/** FLOW_DEMO=.data/demo.json tells it against a server that runs already, or a proxy in front of one. */
const running = process.env['FLOW_DEMO']
const server = running === undefined ? await startOwn() : undefined
const demo: Demo = server?.demo ?? JSON.parse(await readFile(running ?? '', 'utf8'))

/** Only today's package: an older one asks for answers of its own day. */
const compared: Comparison = { answers: 0, objects: new Set(), violations: new Set() }
const comparing = packageTypesAreHere ? { httpClient: comparingClient(compared) } : {}

describe.each([
  ['the latest major, with payments going to stripe', 0, stripeClient, comparing],
  ['three majors older, with payments going to adyen', 1, olderStripeClient, {}],
] as const)('%s', (_name, place, open, choice) => {
  const story = {} as Story
  beforeAll(async () => {
    const key = demo.psps[place]?.secret_key ?? ''
    story.shop = await openShop(key, (key) => open(demo, { key, ...choice }))
  })
  afterAll(() => story.shop.receiver.close())

  cards(story)
  threeDSecure(story)
  captureAndRefunds(story)
  lookingBack(story)
  webhooksAndBalance(story)
})

test.skipIf(!packageTypesAreHere)('every answer was of the types the package has for it', () => {
  expect([...compared.violations]).toEqual([])
  expect([...compared.objects].sort()).toMatchInlineSnapshot(`
    [
      "account",
      "balance",
      "balance_transaction",
      "charge",
      "customer",
      "event",
      "payment_intent",
      "payment_method",
      "refund",
      "setup_intent",
      "webhook_endpoint",
    ]
  `)
  expect(compared.answers).toBeGreaterThan(100)
})

test.skipIf(server === undefined)('and the server noticed no failure of its own', () => {
  const lines = server?.said().split('\n') ?? []
  expect(lines.filter((line) => /"level":[56]0/.test(line))).toEqual([])
  expect(lines.filter((line) => line.includes('"status":')).length).toBeGreaterThan(200)
})

async function startOwn(): Promise<WholeServer> {
  const { url } = await testDatabase()
  return startWhole({ DATABASE_URL: url })
}
