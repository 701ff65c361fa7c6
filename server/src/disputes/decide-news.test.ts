import { expect, test } from 'vitest'
import { formatDecimal, money } from '../kernel/index.ts'
import type { DisputeNews, DisputeStatus } from '../processors/index.ts'
import { misfitOf } from './check-news.ts'
import { type DecidedDispute, decideNews, openDispute } from './decide-news.ts'
import { capturedCharge, news } from './test-fixtures.ts'

const world = {
  at: new Date('2026-03-02T12:00:00Z'),
  origin: { requestId: null, idempotencyKey: null },
  fee: money(1_500, 'eur'),
}

/** What each piece of news in turn does: status, what moves on the merchant's funds, and what is told. */
function story(...told: (DisputeStatus | DisputeNews)[]): string {
  let last: DecidedDispute | undefined
  const lines = told.map((each) => {
    const said = typeof each === 'string' ? news(each) : each
    const decided =
      last === undefined
        ? openDispute(capturedCharge(), said, world)
        : decideNews(last, said, world)
    if (decided === undefined) return `${said.status}: nothing`
    last = decided
    const moved = decided.entries.map(({ row }) => {
      const place = row.accounts.indexOf('merchant_available')
      return formatDecimal(money(-(row.posted[place] ?? 0n), 'eur'))
    })
    const events = decided.inserts.flatMap(({ table, row }) =>
      table === 'events' ? [row.type.replace('charge.dispute.', '')] : [],
    )
    return `${said.status}: ${decided.dispute.status} [${moved.join(' ')}] ${events.join(' ')}`
  })
  return lines.join('\n')
}

test('a chargeback takes the money and a fee, and a win brings back the money', () => {
  expect(story('needs_response', 'under_review', 'won')).toMatchInlineSnapshot(`
    "needs_response: needs_response [-115.00] created funds_withdrawn
    under_review: under_review [] updated
    won: won [100.00] closed funds_reinstated"
  `)
})

test('what is lost moves nothing more', () => {
  expect(story('needs_response', 'lost')).toMatchInlineSnapshot(`
    "needs_response: needs_response [-115.00] created funds_withdrawn
    lost: lost [] closed"
  `)
})

test('an inquiry moves nothing until it becomes a chargeback', () => {
  expect(
    story('warning_needs_response', 'warning_under_review', 'warning_closed'),
  ).toMatchInlineSnapshot(`
    "warning_needs_response: warning_needs_response [] created
    warning_under_review: warning_under_review [] updated
    warning_closed: warning_closed [] closed"
  `)
  expect(story('warning_needs_response', 'needs_response', 'lost')).toMatchInlineSnapshot(`
    "warning_needs_response: warning_needs_response [] created
    needs_response: needs_response [-115.00] funds_withdrawn updated
    lost: lost [] closed"
  `)
})

test('a verdict that is overturned takes the money again, and the fee once', () => {
  expect(story('needs_response', 'won', 'lost', 'won')).toMatchInlineSnapshot(`
    "needs_response: needs_response [-115.00] created funds_withdrawn
    won: won [100.00] closed funds_reinstated
    lost: lost [-100.00] funds_withdrawn closed
    won: won [100.00] closed funds_reinstated"
  `)
})

test('a win of a chargeback nobody told us of costs its fee', () => {
  expect(story('won', 'needs_response')).toMatchInlineSnapshot(`
    "won: won [-115.00 100.00] created funds_withdrawn closed funds_reinstated
    needs_response: nothing"
  `)
})

test('the same news again says nothing', () => {
  expect(story('needs_response', 'needs_response', 'won', 'won')).toMatchInlineSnapshot(`
    "needs_response: needs_response [-115.00] created funds_withdrawn
    needs_response: nothing
    won: won [100.00] closed funds_reinstated
    won: nothing"
  `)
})

test('old news of a chargeback is no news, and of an inquiry still makes it a chargeback', () => {
  const day = (date: number) => ({ asOf: new Date(Date.UTC(2026, 2, date)) })
  const first = news('needs_response', day(1))
  const back = news('won', day(2))
  const again = news('lost', day(3))
  expect(story(first, again, back)).toMatchInlineSnapshot(`
    "needs_response: needs_response [-115.00] created funds_withdrawn
    lost: lost [] closed
    won: nothing"
  `)
  expect(story(news('warning_under_review', day(2)), first, again)).toMatchInlineSnapshot(`
    "warning_under_review: warning_under_review [] created
    needs_response: needs_response [-115.00] funds_withdrawn updated
    lost: lost [] closed"
  `)
})

test('a later date for evidence is told', () => {
  const later = news('needs_response', { dueBy: new Date('2026-04-01T00:00:00Z') })
  expect(story('needs_response', later)).toMatchInlineSnapshot(`
    "needs_response: needs_response [-115.00] created funds_withdrawn
    needs_response: needs_response [] updated"
  `)
})

test('the charge is disputed from the first chargeback on, and names its dispute', () => {
  const inquiry = openDispute(capturedCharge(), news('warning_needs_response'), world)
  expect(inquiry.attempt).toMatchObject({ disputed: false, version: 3 })
  const charged = decideNews(inquiry, news('needs_response'), world)
  expect(charged?.attempt).toMatchObject({ disputed: true, version: 4 })
  expect(charged?.attempt.details.dispute).toBe(inquiry.dispute.id)
  const won = charged && decideNews(charged, news('won'), world)
  expect(won?.attempt).toMatchObject({ disputed: true, version: 5 })
})

test.each<[string, Partial<DisputeNews>, string | null]>([
  ['all of it', {}, null],
  ['a part', { amount: money(1, 'eur') }, null],
  ['more', { amount: money(10_001, 'eur') }, 'it is about 100.01 EUR of 100.00 EUR'],
  ['nothing', { amount: money(0, 'eur') }, 'it is about 0.00 EUR of 100.00 EUR'],
  ['another currency', { amount: money(10_000, 'usd') }, 'it is about 100.00 USD of 100.00 EUR'],
  ['another payment', { paymentReference: 'pi_x' }, 'it is about payment pi_x, not pi_theirs'],
  ['another charge', { reference: 'acct_1.ch_x' }, 'it is about acct_1.ch_x, not acct_1.ch_1'],
])('a dispute about %s fits the charge or is not applied', (_what, changes, misfit) => {
  expect(misfitOf(news('needs_response', changes), capturedCharge(), undefined)).toBe(misfit)
})

test('a dispute neither changes its amount nor its charge', () => {
  const { dispute } = openDispute(capturedCharge(), news('needs_response'), world)
  const smaller = news('won', { amount: money(500, 'eur') })
  expect(misfitOf(smaller, capturedCharge(), dispute)).toBe(
    'it is about 5.00 EUR and was about 100.00 EUR',
  )
  const { reference: _, ...anonymous } = news('won')
  expect(misfitOf(anonymous, capturedCharge({ id: 'ch_2' }), dispute)).toBe(
    'it was about ch_1 before',
  )
})
