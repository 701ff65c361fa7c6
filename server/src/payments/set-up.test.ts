import { expect, test } from 'vitest'
import { testEngine } from '../../test/engine.ts'
import { findOwn } from '../tenants/index.ts'
import type { PaymentContext } from './context.ts'
import {
  cancelSetupIntent,
  confirmSetupIntent,
  createSetupIntent,
  findSetupAttempt,
  settleAny,
  setupAttemptTransitions,
  setupIntentTransitions,
} from './index.ts'
import { getSetupIntent } from './set-up-rows.ts'
import { printMachine } from './states.ts'

const engine = await testEngine()
const { context, simulators, sql } = engine
const merchant = await engine.merchant(['stripe'])
const card = { payment_method: 'pm_card_visa', confirm: true }

/** The next verification goes wrong in this way. */
function fault(kind: 'timeout_after' | 'drop_after' | 'drop_before' | 'error_after'): void {
  simulators.controls.stripe.addFaults([{ operation: 'verify', fault: kind, times: 1 }])
}

/** A context whose processors are asked through something else. */
function askedThrough(ask: PaymentContext['runner']['ask'], of = merchant): PaymentContext {
  const ctx = context(of)
  return { ...ctx, runner: { health: ctx.runner.health, ask } }
}

/** A context whose processors must answer at once. */
function hurried(): PaymentContext {
  const { runner } = context(merchant)
  return askedThrough((account, operation, ask) =>
    runner.ask(account, operation, ask, { deadlineMs: 400 }),
  )
}

function verifications(): number {
  return simulators.controls.stripe.book().filter(({ kind }) => kind === 'verify').length
}

test.each(['timeout_after', 'drop_after', 'drop_before', 'error_after'] as const)(
  'a card whose verification ends in %s stays processing, then is found out, asked for once',
  async (kind) => {
    const before = verifications()
    fault(kind)
    const intent = await createSetupIntent(hurried(), card)
    expect(intent.status).toBe('processing')
    const attempt = await findSetupAttempt(context(merchant), intent.open_attempt_id ?? '')
    expect(attempt).toMatchObject({ status: 'unknown', checks: 1 })
    expect(attempt?.check_at).not.toBeNull()
    await settleAny(context(merchant), attempt?.id ?? '')
    await settleAny(context(merchant), attempt?.id ?? '')
    const after = await getSetupIntent(context(merchant), intent.id)
    expect(after).toMatchObject({ status: 'succeeded', open_attempt_id: null })
    expect(verifications() - before).toBe(1)
  },
)

test('settling while others settle is never a failure, whatever was read before and after', async () => {
  for (let round = 0; round < 10; round++) {
    const { id, open_attempt_id } = await createSetupIntent(context(merchant), {
      ...card,
      payment_method: 'pm_card_threeDSecure2Required',
    })
    const attempt = await findSetupAttempt(context(merchant), open_attempt_id ?? '')
    const processorReference = attempt?.processor_reference ?? ''
    const yes = { outcome: 'approved', processorReference } as const
    const settle = () => settleAny(context(merchant), attempt?.id ?? '', yes)
    expect(new Set(await Promise.all(Array.from({ length: 12 }, settle)))).toEqual(new Set([true]))
    expect((await getSetupIntent(context(merchant), id)).status).toBe('succeeded')
  }
})

test('nothing new may start on a card whose verification is unknown', async () => {
  fault('timeout_after')
  const { id } = await createSetupIntent(hurried(), card)
  const refusal = { code: 'setup_intent_state_conflict' }
  await expect(confirmSetupIntent(context(merchant), id, {})).rejects.toMatchObject(refusal)
  await expect(cancelSetupIntent(context(merchant), id, null)).rejects.toMatchObject(refusal)
})

test('a server that dies while it asks leaves an attempt that is due, and is settled by whoever finds it', async () => {
  const dying = askedThrough(() => {
    throw new Error('the power went')
  })
  await expect(createSetupIntent(dying, card)).rejects.toThrow('the power went')
  const [left] = await sql<{ id: string; intent_id: string; status: string }>(
    "select id, intent_id, status from setup_attempts where check_at is not null and status = 'asking'",
  )
  expect(await settleAny(context(merchant), left?.id ?? '')).toBe(true)
  expect(await getSetupIntent(context(merchant), left?.intent_id ?? '')).toMatchObject({
    status: 'succeeded',
  })
})

test('a card one processor will not verify is verified by the next', async () => {
  const two = await engine.merchant(['stripe', 'adyen'])
  const { runner } = context(two)
  const ctx = askedThrough(
    (account, operation, ask, options) =>
      account.processor === 'stripe'
        ? Promise.resolve({ outcome: 'not_sent', reason: 'refused' })
        : runner.ask(account, operation, ask, options),
    two,
  )
  const intent = await createSetupIntent(ctx, card)
  expect(intent.status).toBe('succeeded')
  const rows = await sql(
    'select processor, status from setup_attempts where intent_id = $1 order by id',
    [intent.id],
  )
  expect(rows).toEqual([
    { processor: 'stripe', status: 'declined' },
    { processor: 'adyen', status: 'succeeded' },
  ])
  const method = await findOwn(context(two), 'payment_methods', intent.payment_method_id ?? '')
  expect(method?.details).toMatchObject({ verified: true })
})

test('an answer about something else is never applied, and somebody is told', async () => {
  const { runner } = context(merchant)
  const swapped = askedThrough(async (account, operation, ask, options) => {
    const answer = await runner.ask(account, operation, ask, options)
    return { ...answer, reference: 'acct_1.setatt_another' }
  })
  const told = engine.alerts.length
  const intent = await createSetupIntent(swapped, card)
  expect(intent.status).toBe('processing')
  expect(engine.alerts.slice(told)).toEqual([expect.stringContaining('setatt_another')])
})

test('what may happen to a setup intent', () => {
  expect(printMachine(setupIntentTransitions)).toMatchInlineSnapshot(`
    "                         action_required  approved   ask         cancel    declined                 method_given           method_removed
    requires_payment_method  ·                ·          processing  canceled  ·                        requires_confirmation  ·
    requires_confirmation    ·                ·          processing  canceled  ·                        requires_confirmation  requires_payment_method
    requires_action          ·                succeeded  processing  canceled  requires_payment_method  requires_confirmation  requires_payment_method
    processing               requires_action  succeeded  processing  ·         requires_payment_method  ·                      ·
    succeeded                ·                ·          ·           ·         ·                        ·                      ·
    canceled                 ·                ·          ·           ·         ·                        ·                      ·"
  `)
})

test('what may happen to an attempt', () => {
  expect(printMachine(setupAttemptTransitions)).toMatchInlineSnapshot(`
    "                 abandoned  accepted  action_required  approved   declined  lost
    asking           ·          pending   requires_action  succeeded  declined  unknown
    unknown          ·          pending   requires_action  succeeded  declined  unknown
    pending          ·          pending   requires_action  succeeded  declined  pending
    requires_action  abandoned  ·         ·                succeeded  declined  ·
    succeeded        ·          ·         ·                ·          ·         ·
    declined         ·          ·         ·                ·          ·         ·
    abandoned        ·          ·         ·                ·          ·         ·"
  `)
})
