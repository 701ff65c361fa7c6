import { z } from 'zod'
import { exponentOf, isCurrency, type Money } from '../../../kernel/index.ts'
import { capabilities } from './capabilities.ts'

/** An amount as Adyen writes it: minor units as Adyen counts them, and the code in upper case. */
export interface WireAmount {
  readonly value: bigint
  readonly currency: string
}

/** Accepts what a JSON number can carry exactly, and nothing else. */
export const wireAmount = z.object({
  value: z.int().transform(BigInt),
  currency: z.string(),
})

/**
 * Our amount in Adyen's minor units.
 * @throws {RangeError} when the amount has a fraction Adyen cannot express, such as 0.50 CVE
 */
export function toWire({ amount, currency }: Money): WireAmount {
  return { value: shift(amount, step(currency), currency), currency: currency.toUpperCase() }
}

/**
 * Adyen's amount in ours.
 * @throws {RangeError} on a currency we do not know, or a fraction our minor unit cannot express
 */
export function fromWire(wire: WireAmount): Money {
  const currency = wire.currency.toLowerCase()
  if (!isCurrency(currency)) throw new RangeError(`Unknown currency '${currency}'.`)
  return { amount: shift(wire.value, -step(currency), currency), currency }
}

/** By how many decimals Adyen's minor unit is finer than ISO 4217's. */
function step(currency: string): number {
  const standard = exponentOf(currency)
  return (capabilities.exponents[currency] ?? standard) - standard
}

function shift(amount: bigint, decimals: number, currency: string): bigint {
  if (decimals >= 0) return amount * 10n ** BigInt(decimals)
  const divisor = 10n ** BigInt(-decimals)
  if (amount % divisor !== 0n) {
    throw new RangeError(`${amount} minor units of ${currency} are not a whole amount here.`)
  }
  return amount / divisor
}
