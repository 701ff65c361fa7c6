import { expect, test } from 'vitest'
import { testEngine } from '../../test/engine.ts'
import { createPaymentMethod, createToken } from '../customers/index.ts'
import type { PaymentContext } from './context.ts'
import { confirmIntent, createCharge, createIntent, createSetupIntent } from './index.ts'

const engine = await testEngine()
const { sql, parts } = engine
const merchant = await engine.merchant(['stripe'])
const usd = { amount: 2000n, currency: 'usd' }
const number = '4242424242424242'
const card = { number, exp_month: 12, exp_year: 2050, cvc: '314' }

/** How a card comes in and is used once; each returns the id of its payment method. */
const ways: Readonly<Record<string, (ctx: PaymentContext) => Promise<string | null>>> = {
  'in the call that pays': async (ctx) =>
    (await createIntent(ctx, { ...usd, payment_method_data: { card }, confirm: true }))
      .payment_method_id,
  'before, as a payment method': async (ctx) => {
    const { id } = await createPaymentMethod(ctx, { card })
    await createIntent(ctx, { ...usd, payment_method: id, confirm: true })
    return id
  },
  'with an intent confirmed later': async (ctx) => {
    const intent = await createIntent(ctx, { ...usd, payment_method_data: { card } })
    return (await confirmIntent(ctx, intent.id, {})).payment_method_id
  },
  'as a token': async (ctx) => {
    const token = await createToken(ctx, card, null)
    const data = { card: { token: token.id } }
    return (await createIntent(ctx, { ...usd, payment_method_data: data, confirm: true }))
      .payment_method_id
  },
  'as a token that is charged': async (ctx) => {
    const { id, payment_method_id } = await createToken(ctx, card, null)
    await createCharge(ctx, { ...usd, source: id })
    return payment_method_id
  },
  'to be set up': async (ctx) =>
    (await createSetupIntent(ctx, { payment_method_data: { card }, confirm: true }))
      .payment_method_id,
}

test.each(Object.entries(ways))(
  'a security code given %s reaches the processor and is forgotten',
  async (_way, use) => {
    const id = await use(engine.context(merchant))
    expect(await codeChecks(id)).toEqual(['pass'])
    expect(parts.vault.takeCvc(id ?? '')).toBeUndefined()
  },
)

test('a security code that was declined is not tried again', async () => {
  const ctx = engine.context(merchant)
  const { id } = await createPaymentMethod(ctx, { card: { ...card, number: '4000000000000101' } })
  const pay = { ...usd, payment_method: id, confirm: true }
  await createIntent(ctx, pay)
  await createIntent(ctx, pay)
  expect(await codeChecks(id)).toEqual(['fail', null])
})

/** What the processor said of the code of a payment method, try by try. */
async function codeChecks(methodId: string | null): Promise<(string | null)[]> {
  const asked = await sql<{ code: string | null }>(
    `select details #>> '{checks,cvc}' as code
     from (select payment_method_id, created_at, details from attempts
           union all select payment_method_id, created_at, details from setup_attempts) as a
     where payment_method_id = $1 order by created_at`,
    [methodId],
  )
  return asked.map(({ code }) => code)
}
