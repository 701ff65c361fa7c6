import { expect, test } from 'vitest'
import { testEngine } from '../../test/engine.ts'
import { Problem } from '../kernel/index.ts'
import { confirmIntent, createIntent, type Intent, settleAny } from './index.ts'
import { find } from './store.ts'

const engine = await testEngine()
const { context, simulators, sql } = engine
const merchant = await engine.merchant(['stripe'])
const challenged = {
  ...{ amount: 4200n, currency: 'usd', payment_method: 'pm_card_threeDSecure2Required' },
  ...{ confirm: true, error_on_requires_action: true },
}

function fault(operation: string, fault: 'drop_after' | 'drop_before') {
  simulators.controls.stripe.addFaults([{ operation, fault, times: 1 }])
}

/** What a refusal says of the intent, or the intent itself. */
async function outcome(work: Promise<Intent>): Promise<{ code?: string; status: string }> {
  try {
    return { status: (await work).status }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { row } = error.details['payment_intent'] as { row: Intent }
    return { code: error.code, status: row.status }
  }
}

async function openAsk(): Promise<string> {
  const [ask] = await sql<{ id: string }>(
    `select id from attempts where status in ('asking', 'unknown')
      union all select id from modifications where status in ('asking', 'unknown')`,
  )
  return String(ask?.id)
}

async function lastIntent(): Promise<Intent | undefined> {
  const [row] = await sql<{ id: string }>('select id from payment_intents order by id desc limit 1')
  return find(context(merchant), 'payment_intents', String(row?.id))
}

test('a payment that needs its payer is refused once its attempt is given up', async () => {
  expect(await outcome(createIntent(context(merchant), challenged))).toEqual({
    code: 'authentication_required',
    status: 'requires_payment_method',
  })
  const types = await sql<{ type: string }>('select type from events order by id')
  expect(types.map(({ type }) => type)).toEqual([
    'payment_intent.created',
    'payment_intent.payment_failed',
  ])
})

test('when the void is lost, nobody knows until it is found out; then the payment can be tried again', async () => {
  fault('void', 'drop_after')
  expect(await outcome(createIntent(context(merchant), challenged))).toEqual({
    status: 'processing',
  })
  const waiting = await lastIntent()
  expect(
    await outcome(
      confirmIntent(context(merchant), String(waiting?.id), { payment_method: 'pm_card_visa' }),
    ),
  ).toEqual({ code: 'intent_state_conflict', status: 'processing' })
  await settleAny(context(merchant), await openAsk())
  expect(await lastIntent()).toMatchObject({
    status: 'requires_payment_method',
    details: { last_payment_error: { decline_code: 'authentication_not_handled' } },
  })
  const paid = await confirmIntent(context(merchant), String(waiting?.id), {
    payment_method: 'pm_card_visa',
  })
  expect(paid.status).toBe('succeeded')
})

test('when the answer that asks for the payer is lost, the repair job gives the attempt up', async () => {
  fault('authorize', 'drop_after')
  expect(await outcome(createIntent(context(merchant), challenged))).toEqual({
    status: 'processing',
  })
  await settleAny(context(merchant), await openAsk())
  expect((await lastIntent())?.status).toBe('processing')
  await settleAny(context(merchant), await openAsk())
  expect(await lastIntent()).toMatchObject({
    status: 'requires_payment_method',
    open_attempt_id: null,
  })
  const attempts = await sql('select distinct status from attempts order by 1')
  expect(attempts).toEqual([{ status: 'captured' }, { status: 'voided' }])
})
