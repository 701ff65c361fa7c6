/**
 * Decimals of each currency a payment may be made in (ISO 4217, list one). A processor that counts
 * a currency differently says so in its capabilities; this table is never bent for one.
 */
const exponents: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries({
    0: 'bif clp djf gnf isk jpy kmf krw pyg rwf ugx uyi vnd vuv xaf xof xpf',
    2:
      'aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd btn bwp byn bzd ' +
      'cad cdf chf cny cop crc cup cve czk dkk dop dzd egp ern etb eur fjd fkp gbp gel ghs gip gmd ' +
      'gtq gyd hkd hnl htg huf idr ils inr irr jmd kes kgs khr kpw kyd kzt lak lbp lkr lrd lsl mad ' +
      'mdl mga mkd mmk mnt mop mru mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php ' +
      'pkr pln qar ron rsd rub sar sbd scr sdg sek sgd shp sle sos srd ssp stn svc syp szl thb tjs ' +
      'tmt top try ttd twd tzs uah usd uyu uzs ves wst xcd yer zar zmw zwg',
    3: 'bhd iqd jod kwd lyd omr tnd',
    4: 'clf uyw',
  }).flatMap(([exponent, codes]) => codes.split(' ').map((code) => [code, Number(exponent)])),
)

/** Every currency code known here, lower case, in alphabetical order. */
export const currencies: readonly string[] = Object.keys(exponents).sort()

/** Whether this is a lower-case ISO 4217 code we can take payments in. */
export function isCurrency(code: string): boolean {
  return Object.hasOwn(exponents, code)
}

/** How many decimals the currency's minor unit has. @throws {RangeError} on an unknown code */
export function exponentOf(currency: string): number {
  const exponent = exponents[currency]
  if (exponent === undefined) throw new RangeError(`Unknown currency '${currency}'.`)
  return exponent
}
