import { createHash } from 'node:crypto'
import {
  brandOf,
  type Check,
  checkCard,
  isCardNumber,
  type TestCard,
  testCard,
} from '../test-cards.ts'
import { invalid } from './errors.ts'
import type { PaymentRequest } from './params.ts'

/** A card as it may be kept: what it does and what may be shown of it, never its number or code. */
export interface HeldCard {
  readonly behaviour: TestCard
  readonly brand: string
  readonly summary: string
  /** `3/2030`, as Adyen shows it. */
  readonly expiryDate: string
  readonly expired: boolean
  readonly fingerprint: string
  readonly cvcResult: string
  readonly avsResult: string
}

/** Adyen's own test cards that ask for a challenge. @see https://docs.adyen.com/development-resources/test-cards-and-credentials/test-card-numbers */
const challenged = new Set(['4212345678901237', '4917610000000000'])

const brands: Readonly<Record<string, string>> = { mastercard: 'mc', unionpay: 'cup' }

/** Takes a card in. @throws {ServiceError} what Adyen refuses before it asks any issuer */
export function takeCard(request: PaymentRequest, now: Date): HeldCard {
  const { number, cvc, expiryMonth, expiryYear } = request.paymentMethod
  if (!isCardNumber(number)) throw invalid('101', 'Invalid card number')
  const brand = brandOf(number)
  if (cvc !== undefined && cvc.length !== (brand === 'amex' ? 4 : 3)) {
    throw invalid('103', 'CVC is not the right length')
  }
  const [month, year] = [Number(expiryMonth), Number(expiryYear)]
  if (month < 1 || month > 12 || year < 2000) {
    throw invalid('141', 'Invalid expiryMonth[1..12] / expiryYear[>2000]')
  }
  const behaviour: TestCard = challenged.has(number)
    ? { authentication: 'always' }
    : testCard(number)
  const checks = checkCard(behaviour, given(request))
  return {
    behaviour,
    brand: brands[brand] ?? brand,
    summary: number.slice(-4),
    expiryDate: `${month}/${year}`,
    expired: Date.UTC(year, month) <= now.getTime(),
    fingerprint: createHash('sha256').update(`card ${number}`).digest('base64url').slice(0, 16),
    cvcResult: cvcResult(checks.cvc),
    avsResult: avsResult(checks.line1, checks.postalCode),
  }
}

/** Fields of the address must all be sent; these words stand for one that is not known. */
function given({ paymentMethod, billingAddress }: PaymentRequest) {
  const known = (text: string | undefined) => text !== undefined && text !== 'N/A'
  return {
    cvc: paymentMethod.cvc !== undefined,
    line1: known(billingAddress?.street),
    postalCode: known(billingAddress?.postalCode),
  }
}

function cvcResult(check: Check | undefined): string {
  switch (check) {
    case 'pass':
      return '1 Matches'
    case 'fail':
      return "2 Doesn't match"
    case 'unavailable':
      return '5 Issuer not certified for CVC/CVV'
    case undefined:
      return '6 No CVC/CVV provided'
  }
}

const avsResults: Readonly<Record<string, string>> = {
  'pass pass': '7 Both postal code and address match',
  'pass fail': "1 Address matches, postal code doesn't",
  'fail pass': "6 Postal code matches, address doesn't match",
  'fail fail': '2 Neither postal code nor address match',
  'pass none': '12 Address matches, postal code not checked',
  'fail none': "13 Address doesn't match, postal code not checked",
  'none pass': '15 Postal code matches, address not checked',
  'none fail': "17 Postal code doesn't match, address not checked",
  'none none': '5 No AVS data provided',
}

function avsResult(line1: Check | undefined, postalCode: Check | undefined): string {
  return avsResults[`${line1 ?? 'none'} ${postalCode ?? 'none'}`] ?? '3 AVS unavailable'
}
