/** Countries a merchant can be in, and the currency its accounts are kept in unless it says otherwise. */
const defaultCurrencies: Readonly<Record<string, string>> = {
  ...{ AE: 'aed', AR: 'ars', AT: 'eur', AU: 'aud', BE: 'eur', BG: 'eur', BR: 'brl', CA: 'cad' },
  ...{ CH: 'chf', CL: 'clp', CO: 'cop', CR: 'crc', CY: 'eur', CZ: 'czk', DE: 'eur', DK: 'dkk' },
  ...{ EE: 'eur', EG: 'egp', ES: 'eur', FI: 'eur', FR: 'eur', GB: 'gbp', GH: 'ghs', GI: 'gbp' },
  ...{ GR: 'eur', HK: 'hkd', HR: 'eur', HU: 'huf', ID: 'idr', IE: 'eur', IL: 'ils', IN: 'inr' },
  ...{ IS: 'isk', IT: 'eur', JP: 'jpy', KE: 'kes', KR: 'krw', KW: 'kwd', LI: 'chf', LT: 'eur' },
  ...{ LU: 'eur', LV: 'eur', MA: 'mad', MT: 'eur', MX: 'mxn', MY: 'myr', NG: 'ngn', NL: 'eur' },
  ...{ NO: 'nok', NZ: 'nzd', PE: 'pen', PH: 'php', PK: 'pkr', PL: 'pln', PT: 'eur', PY: 'pyg' },
  ...{ QA: 'qar', RO: 'ron', RS: 'rsd', SA: 'sar', SE: 'sek', SG: 'sgd', SI: 'eur', SK: 'eur' },
  ...{ TH: 'thb', TR: 'try', TW: 'twd', TZ: 'tzs', UA: 'uah', US: 'usd', UY: 'uyu', VN: 'vnd' },
  ...{ ZA: 'zar' },
}

/** ISO 3166 codes of the countries a merchant can be in, in alphabetical order. */
export const merchantCountries: readonly string[] = Object.keys(defaultCurrencies)

/** The currency of a country's accounts, or undefined where merchants cannot be. */
export function defaultCurrencyOf(country: string): string | undefined {
  return Object.hasOwn(defaultCurrencies, country) ? defaultCurrencies[country] : undefined
}
