import { expect, test } from 'vitest'
import { testEngine } from '../../test/engine.ts'
import { Problem } from '../kernel/index.ts'
import { cancelIntent, captureIntent, createIntent, createRefund } from './index.ts'

const engine = await testEngine()
const { sql, context } = engine
const merchant = await engine.merchant(['stripe'])
const card = (payment_method: string) => ({ ...usd, payment_method, confirm: true })
const usd = { amount: 2000n, currency: 'usd' }

async function problemOf(work: Promise<unknown>): Promise<Problem> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof Problem)) throw new Error(`Expected a refusal, got ${String(error)}.`)
  return error
}

test('a good card pays, and the ledger owes the merchant the net', async () => {
  const intent = await createIntent(context(merchant), card('pm_card_visa'))
  expect(intent).toMatchObject({
    status: 'succeeded',
    amount_received: 2000n,
    open_attempt_id: null,
  })
  const entries = await sql(
    'select kind, accounts, posted from journal_entries where source_id = $1 order by seq',
    [intent.latest_attempt_id],
  )
  expect(entries).toEqual([
    {
      kind: 'captured',
      accounts: ['processor_clearing', 'merchant_pending', 'psp_fee_revenue'],
      posted: ['2000', '-1912', '-88'],
    },
  ])
})

test('a declined card leaves an intent that can be tried again', async () => {
  const problem = await problemOf(
    createIntent(context(merchant), card('pm_card_visa_chargeDeclinedInsufficientFunds')),
  )
  expect(problem).toMatchObject({
    code: 'card_declined',
    details: { decline_code: 'insufficient_funds' },
  })
  expect(problem.details['payment_intent']).toMatchObject({
    row: { status: 'requires_payment_method', payment_method_id: null },
  })
})

test('a manual capture takes a part and releases the rest', async () => {
  const held = await createIntent(context(merchant), {
    ...card('pm_card_visa'),
    capture_method: 'manual',
  })
  expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 2000n })
  const taken = await captureIntent(context(merchant), held.id, { amount_to_capture: 1200n })
  expect(taken).toMatchObject({
    status: 'succeeded',
    amount_received: 1200n,
    amount_capturable: 0n,
  })
})

test('two racing captures make one', async () => {
  const held = await createIntent(context(merchant), {
    ...card('pm_card_visa'),
    capture_method: 'manual',
  })
  const captures = await Promise.allSettled([
    captureIntent(context(merchant), held.id, {}),
    captureIntent(context(merchant), held.id, {}),
  ])
  expect(captures.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('canceling an authorized payment releases the hold', async () => {
  const held = await createIntent(context(merchant), {
    ...card('pm_card_visa'),
    capture_method: 'manual',
  })
  const canceled = await cancelIntent(context(merchant), held.id, 'requested_by_customer')
  expect(canceled.status).toBe('canceled')
})

test('of fifty racing refunds of 60 on a capture of 100, exactly one wins', async () => {
  const paid = await createIntent(context(merchant), { ...card('pm_card_visa'), amount: 10_000n })
  const refunds = await Promise.allSettled(
    Array.from({ length: 50 }, () =>
      createRefund(context(merchant), { payment_intent: paid.id, amount: 6_000n }),
    ),
  )
  expect(refunds.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const refund of refunds) {
    if (refund.status === 'rejected')
      expect(refund.reason).toMatchObject({ code: 'refund_too_large' })
  }
})

test('every account of the book adds up to nothing', async () => {
  const sums = await sql(
    'select currency, sum(posted_debits - posted_credits) as posted, sum(pending_debits - pending_credits) as pending from account_balances group by currency',
  )
  expect(sums).toEqual([{ currency: 'usd', posted: '0', pending: '0' }])
  const holds = await sql(
    'select account, pending_debits - pending_credits as held from account_balances where pending_debits <> pending_credits',
  )
  expect(holds).toEqual([])
})
