import { exponentOf, isCurrency } from './currencies.ts'

/**
 * An exact amount: a bigint count of the currency's minor units (cents, öre, yen) and its currency,
 * an ISO 4217 code in lower case. Floats never touch money.
 */
export interface Money {
  readonly amount: bigint
  readonly currency: string
}

/** Money from minor units. @throws {RangeError} when the currency is not an ISO 4217 code we know */
export function money(amount: bigint | number, currency: string): Money {
  if (!isCurrency(currency)) throw new RangeError(`Unknown currency '${currency}'.`)
  return { amount: BigInt(amount), currency }
}

/** The sum of two amounts of one currency. @throws {RangeError} on mixed currencies */
export function add(left: Money, right: Money): Money {
  refuseMixed(left, right)
  return { amount: left.amount + right.amount, currency: left.currency }
}

/** What is left of `left` after `right`; may be negative. @throws {RangeError} on mixed currencies */
export function subtract(left: Money, right: Money): Money {
  refuseMixed(left, right)
  return { amount: left.amount - right.amount, currency: left.currency }
}

/**
 * A share of an amount in basis points (1 % is 100), rounded half away from zero: the rule card
 * pricing uses, so that 2.9 % of 10.00 is 0.29 and a refund of a fee mirrors the fee exactly.
 */
export function basisPoints(of: Money, bps: number): Money {
  if (!Number.isSafeInteger(bps)) throw new RangeError(`Basis points must be whole: ${bps}.`)
  const scaled = of.amount * BigInt(bps)
  const half = scaled < 0n ? -5_000n : 5_000n
  return { amount: (scaled + half) / 10_000n, currency: of.currency }
}

/** An amount as people and bank files write it: `15.00`, `-0.05`, `1200` for yen. */
export function formatDecimal(
  { amount, currency }: Money,
  exponent = exponentOf(currency),
): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(exponent + 1, '0')
  const whole = digits.slice(0, digits.length - exponent)
  const minor = digits.slice(digits.length - exponent)
  return `${amount < 0n ? '-' : ''}${whole}${exponent > 0 ? `.${minor}` : ''}`
}

/** An amount with its code: `15.00 EUR`. */
export function formatMoney(value: Money): string {
  return `${formatDecimal(value)} ${value.currency.toUpperCase()}`
}

/** An amount as English readers see it in a sentence: `$15.00`, `¥1,200`. */
export function formatForPeople(value: Money): string {
  const digits = exponentOf(value.currency)
  const format = new Intl.NumberFormat('en-US', {
    ...{ style: 'currency', currency: value.currency },
    ...{ minimumFractionDigits: digits, maximumFractionDigits: digits },
  })
  return format.format(formatDecimal(value) as Intl.StringNumericLiteral)
}

function refuseMixed(left: Money, right: Money): void {
  if (left.currency !== right.currency) {
    throw new RangeError(`Cannot combine ${left.currency} with ${right.currency}.`)
  }
}
