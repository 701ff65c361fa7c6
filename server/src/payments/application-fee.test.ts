import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testEngine } from '../../test/engine.ts'
import { money } from '../kernel/index.ts'
import { feeReturned, feeTaken, withFeeReturned } from './application-fee.ts'
import { cancelIntent, createIntent, settleAny } from './index.ts'
import type { Attempt } from './model.ts'

const usd = (amount: bigint) => money(amount, 'usd')

/** A charge of which this much was captured, and this fee taken. */
function charge(captured: bigint, fee: bigint): Attempt {
  return {
    ...{ amount_captured: captured, amount_refunded: 0n },
    details: { application_fee: Number(fee), application_fee_refunded: null },
  } as unknown as Attempt
}

test('no more of a fee is taken than was captured', () => {
  const taken = (asked: number | null) => feeTaken({ application_fee_amount: asked }, usd(100n))
  expect([null, 0, 99, 100, 101].map((asked) => taken(asked)?.amount)).toEqual([
    ...[undefined, undefined, 99n, 100n, 100n],
  ])
})

test('refunds of a whole charge give the whole fee back, in however many parts', () => {
  const parts = fc.array(fc.bigInt({ min: 1n, max: 10_000n }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(parts, fc.nat(1_000), (amounts, perMille) => {
      const captured = amounts.reduce((sum, amount) => sum + amount, 0n)
      const fee = (captured * BigInt(perMille)) / 1_000n
      const end = amounts.reduce(
        (before, amount) => refunded(before, amount),
        charge(captured, fee),
      )
      expect(BigInt(end.details.application_fee_refunded ?? 0)).toBe(fee)
    }),
  )
})

test('refunds that fail give their part back to the PSP, and never more than the fee is returned', () => {
  const step = fc.record({ amount: fc.bigInt({ min: 1n, max: 400n }), fails: fc.nat(9) })
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 30 }),
      fc.bigInt({ min: 1n, max: 1_000n }),
      (steps, fee) => {
        const made: { amount: bigint; returned: bigint }[] = []
        let now = charge(1_000n, fee)
        for (const { amount, fails } of steps) {
          if (now.amount_refunded + amount <= 1_000n) {
            const returned = feeReturned(now, usd(amount))?.amount ?? 0n
            expect(returned).toBeLessThanOrEqual(amount)
            made.push({ amount, returned })
            now = refunded(now, amount)
          }
          const [failed] = made.splice(fails, 1)
          if (failed !== undefined) now = undone(now, failed)
          const total = made.reduce((sum, { returned }) => sum + returned, 0n)
          expect(BigInt(now.details.application_fee_refunded ?? 0)).toBe(total)
          expect(total).toBeLessThanOrEqual(fee)
        }
      },
    ),
  )
})

function refunded(before: Attempt, amount: bigint): Attempt {
  const returned = feeReturned(before, usd(amount))?.amount ?? 0n
  return {
    ...before,
    amount_refunded: before.amount_refunded + amount,
    details: withFeeReturned(before.details, returned),
  }
}

function undone(before: Attempt, { amount, returned }: { amount: bigint; returned: bigint }) {
  return {
    ...before,
    amount_refunded: before.amount_refunded - amount,
    details: withFeeReturned(before.details, -returned),
  }
}

test('a payment that came too late and goes back costs no fee', async () => {
  const engine = await testEngine()
  const ctx = engine.context(await engine.merchant(['stripe']))
  const { id, open_attempt_id } = await createIntent(ctx, {
    ...{ amount: 2000n, currency: 'usd', application_fee_amount: 300, confirm: true },
    payment_method: 'pm_card_threeDSecure2Required',
  })
  await cancelIntent(ctx, id, null)
  const late = { outcome: 'approved', processorReference: 'pi_late' } as const
  await settleAny(ctx, open_attempt_id ?? '', late)
  const fees = await engine.sql(
    `select posted_credits - posted_debits as left, posted_credits as taken from account_balances
     where account = 'application_fee_revenue'`,
  )
  expect(fees).toEqual([{ left: '0', taken: '300' }])
})
