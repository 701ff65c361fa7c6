import { exponentOf } from '../../../kernel/index.ts'
import { invalid } from './errors.ts'

/** @see https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
const minimum: Readonly<Record<string, number>> = {
  aud: 50,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1_500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17_500,
  inr: 50,
  jpy: 50,
  mxn: 1_000,
  myr: 200,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  thb: 1_000,
  usd: 50,
}
const maximum = 99_999_999

/** Counted in hundredths although there are none. @see https://docs.stripe.com/currencies#special-cases */
const wholeHundreds = ['isk', 'ugx']

/**
 * Refuses an amount Stripe would not take.
 * @throws {StripeError} 400, naming `amount`
 */
export function checkAmount(amount: number, currency: string): void {
  if (amount > maximum) {
    throw invalid('Amount must be no more than 99,999,999.', {
      code: 'amount_too_large',
      param: 'amount',
    })
  }
  if (amount < (minimum[currency] ?? 1)) {
    const code = 'amount_too_small'
    throw invalid('Amount is below the minimum charge amount.', { code, param: 'amount' })
  }
  const step = wholeHundreds.includes(currency) ? 100 : exponentOf(currency) === 3 ? 10 : 1
  if (amount % step !== 0) {
    throw invalid(
      `Invalid amount. Amounts in ${currency.toUpperCase()} must be evenly divisible by ${step}.`,
      { code: 'invalid_charge_amount_no_decimal_compatible', param: 'amount' },
    )
  }
}
