import { expect, test } from 'vitest'
import { testEngine } from '../../test/engine.ts'
import { createIntent, paymentTools } from '../payments/index.ts'
import { createExpiry } from './expiry.ts'

const engine = await testEngine()
const { context, sql, database, committer, parts } = engine
const dayMs = 86_400_000

/** The worker, so many days from now. */
function workerIn(days: number): () => Promise<void> {
  return createExpiry({
    ...{ database, committer, directory: parts.directory },
    clock: { now: () => new Date(Date.now() + days * dayMs) },
    tools: (ctx) => paymentTools(ctx, parts),
    failed(error) {
      throw error
    },
  })
}

test.each(['stripe', 'adyen'] as const)(
  '%s: a hold that nobody captures in time is let go, and its payment is canceled',
  async (processor) => {
    const merchant = await engine.merchant([processor])
    const held = await createIntent(context(merchant), {
      ...{ amount: 2000n, currency: 'usd', payment_method: 'pm_card_visa', confirm: true },
      capture_method: 'manual',
    })
    const row = () =>
      sql<{ intent: string; attempt: string; reason: string | null }>(
        `select i.status as intent, a.status as attempt, i.details ->> 'cancellation_reason' as reason
          from payment_intents i join attempts a on a.intent_id = i.id where i.id = $1`,
        [held.id],
      )
    await workerIn(1)()
    expect(await row()).toEqual([
      { intent: 'requires_capture', attempt: 'authorized', reason: null },
    ])
    await workerIn(40)()
    if (processor === 'stripe') {
      expect(await row()).toEqual([{ intent: 'canceled', attempt: 'expired', reason: 'automatic' }])
      const events = await sql<{ type: string }>(
        "select type from events where merchant_id = $1 and type in ('charge.expired', 'payment_intent.canceled')",
        [merchant.merchant.id],
      )
      expect(events.map(({ type }) => type).sort()).toEqual([
        'charge.expired',
        'payment_intent.canceled',
      ])
      const held = await sql(
        'select sum(pending_debits - pending_credits)::int as held from account_balances where merchant_id = $1 and account = $2',
        [merchant.merchant.id, 'processor_clearing'],
      )
      expect(held).toEqual([{ held: 0 }])
    } else {
      // The processor says later that it let go.
      expect(await row()).toMatchObject([{ intent: 'processing', attempt: 'authorized' }])
    }
  },
)
