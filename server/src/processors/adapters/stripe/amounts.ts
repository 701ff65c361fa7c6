import { exponentOf, type Money, money } from '../../../kernel/index.ts'

/**
 * Currencies Stripe counts differently from ISO 4217: both have no decimals, and are still sent as
 * hundredths. @see https://docs.stripe.com/currencies#special-cases
 */
export const exponents: Readonly<Record<string, number>> = { isk: 2, ugx: 2 }

/**
 * What Stripe can be asked to charge. MGA is left out although Stripe takes it: it counts whole
 * ariary where ISO counts hundredths, so an amount could not always be sent exactly.
 * @see https://docs.stripe.com/currencies#presentment-currencies
 */
export const currencies: ReadonlySet<string> = new Set(
  (
    'aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd ' +
    'cad cdf chf clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq ' +
    'gyd hkd hnl htg huf idr ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd ' +
    'lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php ' +
    'pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd stn szl thb tjs tnd top try ' +
    'ttd twd tzs uah ugx usd uyu uzs vnd vuv wst xaf xcd xof xpf yer zar zmw'
  ).split(' '),
)

/** Minor units as Stripe counts them. */
export function toWire({ amount, currency }: Money): bigint {
  return amount * factor(currency)
}

/**
 * Money from what Stripe counts.
 * @throws {RangeError} when we do not know the currency or cannot express the amount exactly
 */
export function fromWire(amount: number, currency: string): Money {
  const divisor = factor(currency)
  const wire = BigInt(amount)
  if (wire % divisor !== 0n) {
    throw new RangeError(`${amount} is not a whole number of minor units of ${currency}.`)
  }
  return money(wire / divisor, currency)
}

function factor(currency: string): bigint {
  const theirs = Object.hasOwn(exponents, currency) ? exponents[currency] : undefined
  return theirs === undefined ? 1n : 10n ** BigInt(theirs - exponentOf(currency))
}
