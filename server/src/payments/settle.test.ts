import { expect, test } from 'vitest'
import { testEngine } from '../../test/engine.ts'
import type { PaymentContext } from './context.ts'
import {
  cancelIntent,
  captureIntent,
  createIntent,
  createRefund,
  type Intent,
  settleAny,
} from './index.ts'
import { find } from './store.ts'

const engine = await testEngine()
const { context, simulators, sql } = engine
const merchant = await engine.merchant(['stripe'])
const pay = { amount: 4200n, currency: 'usd', payment_method: 'pm_card_visa', confirm: true }
const payEuro = { ...pay, currency: 'eur' }

/** The next call of an operation goes wrong in this way. */
function fault(
  operation: string,
  fault:
    | 'timeout_after'
    | 'drop_after'
    | 'drop_before'
    | 'error_after'
    | 'truncate_after'
    | 'html_after'
    | 'wrong_amount'
    | 'wrong_currency',
) {
  simulators.controls.stripe.addFaults([{ operation, fault, times: 1 }])
}

/** A context whose processors must answer at once. */
function hurried(): PaymentContext {
  const ctx = context(merchant)
  const { runner } = ctx
  return {
    ...ctx,
    runner: {
      health: runner.health,
      ask: (account, operation, ask) => runner.ask(account, operation, ask, { deadlineMs: 400 }),
    },
  }
}

/** What the adyen simulator would say in a notification of something that went well. */
function told(id: string) {
  const booked = simulators.controls.adyen.book().find((entry) => entry.reference.endsWith(id))
  return { outcome: 'approved', processorReference: String(booked?.processorReference) } as const
}

async function reread(intent: Intent): Promise<Intent | undefined> {
  return find(context(merchant), 'payment_intents', intent.id)
}

function chargesInTheBook(): number {
  return simulators.controls.stripe.book().filter(({ kind }) => kind === 'authorize').length
}

test.each([
  'timeout_after',
  'drop_after',
  'drop_before',
  'error_after',
  'truncate_after',
  'html_after',
  'wrong_amount',
  'wrong_currency',
] as const)(
  'a charge whose answer is %s stays processing, then is found out and counted once',
  async (kind) => {
    const before = chargesInTheBook()
    fault('authorize', kind)
    const intent = await createIntent(hurried(), pay)
    expect(intent.status).toBe('processing')
    const attempt = await find(context(merchant), 'attempts', intent.open_attempt_id ?? '')
    expect(attempt?.status).toBe('unknown')
    await settleAny(context(merchant), attempt?.id ?? '')
    expect(await reread(intent)).toMatchObject({ status: 'succeeded', amount_received: 4200n })
    expect(chargesInTheBook() - before).toBe(1)
  },
)

test('nothing new may start on a payment that is unknown', async () => {
  fault('authorize', 'timeout_after')
  const intent = await createIntent(hurried(), { ...pay, capture_method: 'manual' })
  await expect(captureIntent(context(merchant), intent.id, {})).rejects.toMatchObject({
    code: 'intent_state_conflict',
  })
  await expect(
    createRefund(context(merchant), { payment_intent: intent.id }),
  ).rejects.toMatchObject({ code: 'refund_state_conflict' })
  await settleAny(context(merchant), intent.open_attempt_id ?? '')
  expect((await reread(intent))?.status).toBe('requires_capture')
})

test('a capture whose answer is lost is found out', async () => {
  const held = await createIntent(context(merchant), { ...pay, capture_method: 'manual' })
  fault('capture', 'timeout_after')
  const intent = await captureIntent(hurried(), held.id, { amount_to_capture: 1000n })
  expect(intent.status).toBe('processing')
  const [open] = await sql<{ id: string }>(
    'select id from modifications where check_at is not null',
  )
  await settleAny(context(merchant), open?.id ?? '')
  expect(await reread(intent)).toMatchObject({ status: 'succeeded', amount_received: 1000n })
})

test('a refund whose answer is lost is pending, is found out, and is paid once', async () => {
  const paid = await createIntent(context(merchant), pay)
  fault('refund', 'timeout_after')
  const refund = await createRefund(hurried(), { payment_intent: paid.id, amount: 1500n })
  expect(refund.status).toBe('unknown')
  await settleAny(context(merchant), refund.id)
  expect((await find(context(merchant), 'refunds', refund.id))?.status).toBe('succeeded')
  const refunds = simulators.controls.stripe
    .book()
    .filter(({ kind, reference }) => kind === 'refund' && reference?.endsWith(refund.id))
  expect(refunds).toHaveLength(1)
})

test('settling twice at once changes nothing the second time', async () => {
  fault('authorize', 'timeout_after')
  const intent = await createIntent(hurried(), pay)
  await Promise.all([1, 2, 3].map(() => settleAny(context(merchant), intent.open_attempt_id ?? '')))
  const entries = await sql(
    "select id from journal_entries where source_id = $1 and kind = 'captured'",
    [intent.open_attempt_id],
  )
  expect(entries).toHaveLength(1)
})

test('settling while others settle is never a failure, whatever was read before and after', async () => {
  const both = await engine.merchant(['adyen'])
  for (let round = 0; round < 5; round++) {
    simulators.controls.adyen.addFaults([{ operation: '*', fault: 'drop_after', times: 1 }])
    const intent = await createIntent(context(both), { ...payEuro, capture_method: 'manual' })
    const attempt = intent.open_attempt_id ?? ''
    await Promise.all(
      Array.from({ length: 12 }, () => settleAny(context(both), attempt, told(attempt))),
    )
    await captureIntent(context(both), intent.id, {})
    const [capture] = await sql<{ id: string }>(
      'select id from modifications where attempt_id = $1',
      [attempt],
    )
    const id = capture?.id ?? ''
    await Promise.all(Array.from({ length: 12 }, () => settleAny(context(both), id, told(id))))
    expect((await find(context(both), 'payment_intents', intent.id))?.status).toBe('succeeded')
  }
})

test('a yes to what was held and released is old news', async () => {
  const adyen = await engine.merchant(['adyen'])
  const held = await createIntent(context(adyen), { ...payEuro, capture_method: 'manual' })
  const attempt = held.latest_attempt_id ?? ''
  await cancelIntent(context(adyen), held.id, null)
  const modifications = () =>
    sql<{ id: string; status: string }>(
      'select id, status from modifications where attempt_id = $1',
      [attempt],
    )
  const [release] = await modifications()
  await settleAny(context(adyen), release?.id ?? '', told(release?.id ?? ''))
  await settleAny(context(adyen), attempt, told(attempt))
  expect((await find(context(adyen), 'attempts', attempt))?.status).toBe('voided')
  expect(await modifications()).toEqual([{ id: release?.id, status: 'succeeded' }])
})

test.each(['drop_before', 'drop_after', 'wrong_amount'] as const)(
  'a refund that succeeded stays so when a look-up finds nothing out: %s',
  async (kind) => {
    const paid = await createIntent(context(merchant), pay)
    const refund = await createRefund(context(merchant), { payment_intent: paid.id, amount: 100n })
    simulators.controls.stripe.addFaults([{ operation: '*', fault: kind, times: 3 }])
    await settleAny(context(merchant), refund.id)
    simulators.controls.stripe.clearFaults()
    expect((await find(context(merchant), 'refunds', refund.id))?.status).toBe('succeeded')
  },
)

test('the next processor is tried only when the first provably was not reached', async () => {
  const both = await engine.merchant(['stripe', 'adyen'])
  const [account] = await context(both).accounts()
  const ctx = context(both)
  const elsewhere: PaymentContext = {
    ...ctx,
    accounts: async () =>
      (await ctx.accounts()).map((each) =>
        each.id === account?.id
          ? { ...each, id: `${each.id}x`, baseUrl: 'http://127.0.0.1:1' }
          : each,
      ),
  }
  const intent = await createIntent(elsewhere, { ...pay, currency: 'eur' })
  expect(intent.status).toBe('succeeded')
  const tries = await sql(
    'select processor, status from attempts where intent_id = $1 order by id',
    [intent.id],
  )
  expect(tries).toEqual([
    { processor: 'stripe', status: 'declined' },
    { processor: 'adyen', status: 'captured' },
  ])
})

test('books and simulators agree at the end', async () => {
  const [mine] = await sql<{ taken: string }>(
    "select sum(amount_captured - amount_refunded) as taken from attempts where processor = 'stripe'",
  )
  const book = simulators.controls.stripe.book()
  const of = (kind: string) =>
    book.filter((entry) => entry.kind === kind && entry.status === 'succeeded')
  expect(of('authorize').length).toBeGreaterThan(0)
  const [clearing] = await sql<{ owed: string }>(
    `select sum(posted_debits - posted_credits) as owed from account_balances
     where account = 'processor_clearing' and currency = 'usd'`,
  )
  expect(clearing?.owed).toBe(mine?.taken)
})
