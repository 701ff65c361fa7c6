import { type Dice, dice } from './dice.ts'
import { shops } from './shops.ts'

/** What one payer buys, and how the merchant goes about it. Every decision follows from the seed. */
export interface OrderPlan {
  /** The merchant's own number: in the payment's metadata, and at the start of every idempotency key. */
  readonly order: string
  /** Which of the merchants. */
  readonly shop: number
  readonly amount: bigint
  readonly currency: string
  /** The first card shown; one that is declined is followed by good ones. */
  readonly card: string
  /** Creates and confirms in one call, or in two. */
  readonly calls: 1 | 2
  readonly ending: 'automatic' | 'captured' | 'canceled' | 'held'
  /** How much is taken. */
  readonly taken: bigint
  readonly refunds: readonly bigint[]
  /** Refunds are asked for at the same time; together they may be more than was taken. */
  readonly racing: boolean
}

const goodCards = ['pm_card_visa', 'pm_card_mastercard', 'pm_card_visa_debit', 'pm_card_jcb']
const badCards = [
  'pm_card_visa_chargeDeclined',
  'pm_card_visa_chargeDeclinedInsufficientFunds',
  'pm_card_chargeDeclinedProcessingError',
]

/** The orders of a drill, in the order they come in. */
export function planOrders(seed: string, count: number): OrderPlan[] {
  const rolls = dice(seed)
  return Array.from({ length: count }, (_, index) => planOrder(rolls, `order-${index + 1}`))
}

function planOrder(rolls: Dice, order: string): OrderPlan {
  const of = (what: string) => `${order}/${what}`
  const shop = rolls.between(of('shop'), 0, shops.length - 1)
  const amount = BigInt(rolls.between(of('amount'), 500, 90_000))
  const ending = rolls.pick(of('ending'), endings)
  const inPart = ending === 'captured' && rolls.chance(of('in part'), 0.5)
  const taken = inPart ? BigInt(rolls.between(of('taken'), 100, Number(amount))) : amount
  const racing = rolls.chance(of('racing'), 0.15)
  return {
    ...{ order, shop, amount, ending, taken, racing },
    currency: rolls.pick(of('currency'), shops[shop]?.currencies ?? []),
    card: rolls.pick(of('card'), rolls.chance(of('declined'), 0.08) ? badCards : goodCards),
    calls: rolls.chance(of('two calls'), 0.3) ? 2 : 1,
    refunds: planRefunds(rolls, order, taken, racing),
  }
}

const endings: readonly OrderPlan['ending'][] = [
  ...['automatic', 'automatic', 'automatic', 'automatic', 'automatic', 'automatic'],
  ...['captured', 'captured', 'canceled', 'held'],
] as OrderPlan['ending'][]

/** Racing ones are 60 % of what was taken each, so that only one of them may be paid. */
function planRefunds(rolls: Dice, order: string, taken: bigint, racing: boolean): bigint[] {
  const count = rolls.pick(`${order}/refunds`, [0, 0, 1, 1, 2])
  const each = racing ? (taken * 60n) / 100n : taken / BigInt(count + 1)
  return Array.from({ length: count }, () => each).filter((amount) => amount > 0n)
}

/** How many answers the callers will wait for if nothing is declined: what kills are spread over. */
export function countSteps(orders: readonly OrderPlan[]): number {
  return orders.reduce((sum, { calls, ending, refunds }) => {
    const after = ending === 'captured' || ending === 'canceled' ? 1 : 0
    const refunded = ending === 'automatic' || ending === 'captured' ? refunds.length : 0
    return sum + calls + after + refunded
  }, 0)
}
