import type { Origin } from '../events/index.ts'
import type { Money } from '../kernel/index.ts'
import { adapterFor } from '../processors/index.ts'
import type { Sale } from '../tenants/index.ts'
import type { OpenAccount, PaymentContext } from './context.ts'
import type { Attempt } from './model.ts'
import { amountOf } from './rows.ts'

/** What the decision needs to know of the world. */
export interface Circumstances {
  readonly at: Date
  readonly origin: Origin
  readonly fee: Money
  readonly cost: Money
  readonly availableAt: Date
  /** When to look an unanswered ask up. */
  readonly checkAt: Date
  readonly authorizationDays: number
}

const dayMs = 86_400_000
const graceMs = 3_000

/**
 * When to look up an ask nobody has answered: after its own deadline at first, then with growing pauses, so
 * that most are settled in seconds and a dead processor is not hammered.
 *
 * @param checks how many look-ups have been made
 */
export function checkTime(at: Date, deadlineMs: number, checks: number): Date {
  const waitMs =
    checks === 0 ? deadlineMs + graceMs : Math.min(1_000 * 2 ** (checks - 1), 3_600_000)
  return new Date(at.getTime() + waitMs)
}

/**
 * When captured money becomes the merchant's to use: midnight UTC so many days later, so that a day's
 * payments become available together.
 */
function availableTime(at: Date, delayDays: number): Date {
  return new Date((Math.floor(at.getTime() / dayMs) + 1 + delayDays) * dayMs)
}

/** Days until funds are available, by the merchant's settings; two when they say nothing. */
function delayDaysOf(merchant: PaymentContext['tenant']['merchant']): number {
  const details = merchant.details as {
    settings?: { payouts?: { schedule?: { delay_days?: number } } }
  }
  return details.settings?.payouts?.schedule?.delay_days ?? 2
}

/** What an attempt is priced by. */
export function saleOf({ tenant }: Pick<PaymentContext, 'tenant'>, attempt: Attempt): Sale {
  return {
    amount: amountOf(attempt),
    method: 'card',
    merchantCountry: tenant.merchant.country,
    cardCountry: attempt.details.card.country,
  }
}

/** All that a decision on an attempt's answer needs to know of this moment. */
export function circumstances(
  ctx: PaymentContext,
  attempt: Attempt,
  account: OpenAccount,
): Circumstances {
  const at = ctx.clock.now()
  const { capabilities } = adapterFor(account.processor)
  const sale = saleOf(ctx, attempt)
  return {
    at,
    origin: ctx.origin,
    fee: ctx.priceOf(sale),
    cost: account.cost(sale),
    availableAt: availableTime(at, delayDaysOf(ctx.tenant.merchant)),
    checkAt: checkTime(at, capabilities.deadlineMs, attempt.checks + 1),
    authorizationDays: capabilities.authorizationDays,
  }
}
