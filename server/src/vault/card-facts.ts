import cardValidator from 'card-validator'
import { hasCheckDigit } from '../kernel/index.ts'
import { isTestCard, testCardIssue } from './test-cards.ts'

/** Brands by the names Stripe's API gives them. */
const brandNames = {
  'american-express': 'amex',
  'diners-club': 'diners',
  discover: 'discover',
  jcb: 'jcb',
  mastercard: 'mastercard',
  unionpay: 'unionpay',
  visa: 'visa',
} as const
export type CardBrand = (typeof brandNames)[keyof typeof brandNames] | 'unknown'

/** What may be shown and stored of a card in clear: never more than the first six and last four digits. */
export interface CardFacts {
  readonly brand: CardBrand
  readonly last4: string
  /** The issuer's number, for routing and risk. Stripe shows it only to accounts it trusts with it. */
  readonly iin: string
  readonly funding: 'credit' | 'debit' | 'prepaid' | 'unknown'
  /** Of the issuer; null when it is not known. */
  readonly country: string | null
  /** All networks the card runs on, its brand first. */
  readonly networks: readonly string[]
}

/** The brand of a card and the length of its security code; `valid` by length and check digit. */
export function inspectNumber(number: string): {
  readonly brand: CardBrand
  readonly valid: boolean
  /** Undefined where the brand is not known: three or four digits. */
  readonly cvcLength: number | undefined
} {
  const network = networkOf(number)
  const brand = brandOf(network?.type)
  return {
    brand,
    valid: (network?.lengths.includes(number.length) ?? false) && hasCheckDigit(number),
    cvcLength: brand === 'unknown' ? undefined : network?.code.size,
  }
}

type Network = ReturnType<typeof cardValidator.number>['card']

/** No range of any network names more digits. More than these of a card are kept nowhere. */
const decisiveDigits = 8
const mostRanges = 10_000
const networks = new Map<string, Network>()

/** The network whose ranges a number is in. All ranges are gone through for it, so what was found is remembered. */
function networkOf(number: string): Network {
  const range = number.slice(0, decisiveDigits)
  const known = networks.get(range)
  if (known !== undefined) return known
  const { card } = cardValidator.number(range)
  if (networks.size >= mostRanges) networks.clear()
  networks.set(range, card)
  return card
}

/**
 * What a valid number says of its card. Issuer and funding are known for test cards; a live number's are
 * not in the number itself.
 */
export function cardFacts(number: string, livemode: boolean): CardFacts {
  const brand = brandOf(networkOf(number)?.type)
  const issue = livemode || !isTestCard(number) ? undefined : testCardIssue(number)
  return {
    brand,
    last4: number.slice(-4),
    iin: number.slice(0, 6),
    funding: issue?.funding ?? 'unknown',
    country: issue?.country ?? null,
    networks: networksOf(number, brand),
  }
}

function brandOf(type: string | undefined): CardBrand {
  return type !== undefined && type in brandNames
    ? brandNames[type as keyof typeof brandNames]
    : 'unknown'
}

/** National schemes that share a card with Visa or Mastercard, by the test cards published for them. */
const secondNetworks: readonly (readonly [RegExp, string])[] = [
  [/^(4000002500001001|5555552500001001)$/, 'cartes_bancaires'],
  [/^(400005036|555505036)/, 'eftpos_au'],
]

function networksOf(number: string, brand: CardBrand): string[] {
  if (brand === 'unknown') return []
  const second = secondNetworks.find(([pattern]) => pattern.test(number))?.[1]
  return second === undefined ? [brand] : [brand, second]
}
