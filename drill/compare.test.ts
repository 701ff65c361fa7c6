import { expect, test } from 'vitest'
import type { BookedPayment } from './books.ts'
import { judge } from './compare.ts'
import type { Evidence } from './evidence.ts'
import type { ChargeSeen, IntentSeen, RefundSeen } from './wire.ts'
import type { Testimony } from './witness.ts'

const charge: ChargeSeen = {
  ...{ id: 'ch_1', object: 'charge', status: 'succeeded', captured: true, currency: 'eur' },
  ...{ amount: 5000n, amount_captured: 5000n, amount_refunded: 1000n },
  ...{ payment_intent: 'pi_1', metadata: { order: 'order-1' } },
}
const intent: IntentSeen = {
  ...{ id: 'pi_1', object: 'payment_intent', status: 'succeeded', currency: 'eur' },
  ...{ amount: 5000n, amount_received: 5000n, latest_charge: 'ch_1' },
  metadata: { order: 'order-1' },
}
const refund: RefundSeen = {
  ...{ id: 're_1', object: 'refund', status: 'succeeded', amount: 1000n, currency: 'eur' },
  charge: 'ch_1',
}
const refunded = { reference: 'acct_1.re_1', amount: 1000n }
const booked: BookedPayment = {
  ...{ processor: 'stripe', account: 'sk_test_x', reference: 'acct_1.ch_1', currency: 'eur' },
  ...{ authorized: 5000n, captured: 5000n, isVoided: false },
  refunds: [refunded],
}
const testimony: Testimony = {
  ...{ intents: [intent], charges: [charge], refunds: [refund] },
  events: [{ id: 'evt_1', object: 'event', type: 'charge.succeeded' }],
}

const cleared = { account: 'pa_1', currency: 'eur', posted: 4000n, pending: 0n }

/** One payment of 50 euro, of which 10 were refunded, and everybody agrees. */
const good: Evidence = {
  founded: {
    merchants: [{ id: 'acct_1', secretKey: 'sk_test_m' }],
    accounts: [
      { id: 'pa_1', processor: 'stripe', simulatedAs: 'sk_test_x', notificationSecret: 'whsec_x' },
    ],
  },
  acks: [
    { is: 'payment', order: 'order-1', intent: 'pi_1', status: 'succeeded', received: 5000n },
    { is: 'refund', order: 'order-1', refund: 're_1', status: 'succeeded', amount: 1000n },
  ],
  unanswered: [],
  testimonies: [testimony],
  books: [booked],
  clearing: [cleared],
  ...{ imbalances: [], drift: [], open: [], audit: [], falls: [] },
  ...{ taken: new Map([['evt_1', 2]]), forgedWebhooks: [], believed: [] },
}

const broken = (evidence: Evidence) =>
  judge(evidence).flatMap(({ promise, broken }) => broken.map((line) => `${promise}: ${line}`))

test('a drill in which everybody agrees breaks nothing', () => {
  expect(broken(good)).toEqual([])
})

const breaks: Readonly<Record<string, Partial<Evidence>>> = {
  'one ask charged twice': { books: [booked, booked] },
  'an order charged by two asks': {
    testimonies: [{ ...testimony, charges: [charge, { ...charge, id: 'ch_2' }] }],
    books: [booked, { ...booked, reference: 'acct_1.ch_2', refunds: [] }],
  },
  'a charge nobody knows of': { testimonies: [{ ...testimony, charges: [] }] },
  'a charge its processor never made': { books: [] },
  'a charge over another amount': { books: [{ ...booked, captured: 4999n }] },
  'a refund paid twice': { books: [{ ...booked, refunds: [refunded, refunded] }] },
  'a cent lost in the ledger': { clearing: [{ ...cleared, posted: 3999n }] },
  'a hold nobody has': { clearing: [{ ...cleared, pending: 1n }] },
  'a success that is none any more': {
    testimonies: [{ ...testimony, intents: [{ ...intent, status: 'requires_payment_method' }] }],
  },
  'a decline that was charged': { acks: [{ is: 'declined', order: 'order-1', charge: 'ch_1' }] },
  'an order made twice': {
    testimonies: [{ ...testimony, intents: [intent, { ...intent, id: 'pi_2' }] }],
  },
  'an event that never arrived': { taken: new Map() },
}

test('whatever goes wrong is seen, and told by the ids it happened to', () => {
  const told = Object.entries(breaks).flatMap(([what, evidence]) => [
    `${what}`,
    ...broken({ ...good, ...evidence }).map((line) => `  ${line}`),
  ])
  expect(told.join('\n')).toMatchInlineSnapshot(`
    "one ask charged twice
      nothing is charged or refunded twice: order-1: 50.00 EUR at stripe for acct_1.ch_1 and 50.00 EUR at stripe for acct_1.ch_1
      nothing is charged or refunded twice: acct_1.re_1 was paid 2 times
      no money is lost or invented: pa_1 eur: 80.00 EUR taken, the ledger has 40.00 EUR
    an order charged by two asks
      nothing is charged or refunded twice: order-1: 50.00 EUR at stripe for acct_1.ch_1 and 50.00 EUR at stripe for acct_1.ch_2
      no money is lost or invented: pa_1 eur: 90.00 EUR taken, the ledger has 40.00 EUR
      every charge and refund is as the processor has it: ch_2 is taken 5000, refunded 1000, at its processor taken 5000, refunded 0
    a charge nobody knows of
      every charge and refund is as the processor has it: 50.00 EUR at stripe for acct_1.ch_1 is in no list of charges
    a charge its processor never made
      no money is lost or invented: pa_1 eur: 0.00 EUR taken, the ledger has 40.00 EUR
      every charge and refund is as the processor has it: ch_1 is taken 5000, refunded 1000, at its processor not taken
      every charge and refund is as the processor has it: re_1 is succeeded over 1000, its processor paid 0
    a charge over another amount
      no money is lost or invented: pa_1 eur: 39.99 EUR taken, the ledger has 40.00 EUR
      every charge and refund is as the processor has it: ch_1 is taken 5000, refunded 1000, at its processor taken 4999, refunded 1000
    a refund paid twice
      nothing is charged or refunded twice: acct_1.re_1 was paid 2 times
      no money is lost or invented: pa_1 eur: 30.00 EUR taken, the ledger has 40.00 EUR
      every charge and refund is as the processor has it: ch_1 is taken 5000, refunded 1000, at its processor taken 5000, refunded 2000
      every charge and refund is as the processor has it: re_1 is succeeded over 1000, its processor paid 2000
    a cent lost in the ledger
      no money is lost or invented: pa_1 eur: 40.00 EUR taken, the ledger has 39.99 EUR
    a hold nobody has
      no money is lost or invented: pa_1 eur: 0.00 EUR held, the ledger has 0.01 EUR
    a success that is none any more
      no answer is contradicted later: pi_1 of order-1 was succeeded with 5000 received, now requires_payment_method with 5000
    a decline that was charged
      no answer is contradicted later: ch_1 of order-1 was declined, and is charged
    an order made twice
      no answer is contradicted later: order-1 was made 2 times: pi_1,pi_2
    an event that never arrived
      every event is delivered: evt_1 (charge.succeeded) never arrived"
  `)
})

test.each([
  ...['unanswered', 'open', 'forgedWebhooks', 'believed', 'imbalances', 'drift', 'audit', 'falls'],
] as const)('%s is told as it is', (name) => {
  expect(broken({ ...good, [name]: ['so it is'] })).toEqual([expect.stringMatching(/: so it is$/)])
})
