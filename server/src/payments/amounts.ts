import { formatMoney, type Money } from '../kernel/index.ts'
import { refuse } from './errors.ts'

// https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
const smallest: Readonly<Record<string, bigint>> = {
  ...{ usd: 50n, aed: 200n, aud: 50n, brl: 50n, cad: 50n, chf: 50n, czk: 1500n, dkk: 250n },
  ...{ eur: 50n, gbp: 30n, hkd: 400n, huf: 17500n, inr: 50n, jpy: 50n, mxn: 1000n, myr: 200n },
  ...{ nok: 300n, nzd: 50n, pln: 200n, ron: 200n, sek: 300n, sgd: 50n, thb: 1000n },
}
const largest = 99_999_999n

/**
 * Refuses an amount no processor would take.
 * @throws {Problem} `amount_too_small`, `amount_too_large`
 */
export function checkAmount({ amount, currency }: Money, param = 'amount'): void {
  const least = smallest[currency] ?? 1n
  if (amount < least) {
    throw refuse(
      'amount_too_small',
      `Amount must be at least ${formatMoney({ amount: least, currency })}.`,
      { param },
    )
  }
  if (amount > largest) {
    throw refuse(
      'amount_too_large',
      `Amount must be no more than ${formatMoney({ amount: largest, currency })}.`,
      { param },
    )
  }
}
