import type { Problem } from '../kernel/index.ts'
import { type CardBrand, inspectNumber } from './card-facts.ts'
import { vaultProblem } from './errors.ts'
import { isPublishedTestCard, isTestCard } from './test-cards.ts'

/** A card as a payer or merchant typed it. */
export interface CardInput {
  /** Digits; spaces and dashes between them are taken. */
  readonly number: string
  readonly expMonth: number | string
  /** Two or four digits. */
  readonly expYear: number | string
  readonly cvc?: string | undefined
}

/** A card that can be asked about: its number in digits only, its year in four. */
export interface ValidCard {
  readonly number: string
  readonly brand: CardBrand
  readonly expMonth: number
  readonly expYear: number
  readonly cvc?: string
}

/**
 * Checks a card as typed, without asking anyone.
 *
 * @param now expiry is judged by the UTC month
 * @throws {Problem} `invalid_number` not digits, `incorrect_number` wrong length or check digit,
 * `invalid_expiry_month`, `invalid_expiry_year` out of range or past, `invalid_cvc`; `card_declined` for
 * a test card in live mode, or anything else in test mode. `param` is the field, as Stripe names it
 */
export function readCard(
  input: CardInput,
  { now, livemode }: { now: Date; livemode: boolean },
): ValidCard {
  const { number, brand, cvcLength } = readNumber(input.number)
  const expiry = readExpiry(input.expMonth, input.expYear, now)
  if (input.cvc !== undefined) refuseBadCvc(input.cvc, cvcLength)
  refuseOtherMode(number, livemode)
  return { number, brand, ...expiry, ...(input.cvc !== undefined && { cvc: input.cvc }) }
}

function readNumber(typed: string) {
  const number = typed.replace(/[\s-]/g, '')
  if (!/^\d+$/.test(number)) {
    throw vaultProblem('invalid_number', 'The card number is not a valid credit card number.', {
      param: 'number',
    })
  }
  const { valid, brand, cvcLength } = inspectNumber(number)
  if (!valid) {
    throw vaultProblem('incorrect_number', 'Your card number is incorrect.', { param: 'number' })
  }
  return { number, brand, cvcLength }
}

/** A card is good through the last day of its month, and no card is good for more than fifty years. */
export function readExpiry(
  month: number | string,
  year: number | string,
  now: Date,
): { expMonth: number; expYear: number } {
  const expMonth = wholeNumber(month)
  const expYear = fullYear(year, now.getUTCFullYear())
  if (expMonth === undefined || expMonth < 1 || expMonth > 12) throw invalidMonth()
  const yearsLeft = (expYear ?? Number.NaN) - now.getUTCFullYear()
  if (expYear === undefined || !(yearsLeft >= 0 && yearsLeft <= 50)) {
    throw vaultProblem('invalid_expiry_year', "Your card's expiration year is invalid.", {
      param: 'exp_year',
    })
  }
  if (yearsLeft === 0 && expMonth < now.getUTCMonth() + 1) throw invalidMonth()
  return { expMonth, expYear }
}

/** Of the years that end so, the one within fifty years of now: in 2026, `95` is 1995. */
function fullYear(typed: number | string, thisYear: number): number | undefined {
  const year = wholeNumber(typed)
  if (year === undefined || year > 99) return year
  const sameCentury = thisYear - (thisYear % 100) + year
  if (sameCentury > thisYear + 50) return sameCentury - 100
  return sameCentury < thisYear - 50 ? sameCentury + 100 : sameCentury
}

function wholeNumber(typed: number | string): number | undefined {
  return /^\d{1,4}$/.test(String(typed).trim()) ? Number(typed) : undefined
}

const invalidMonth = (): Problem =>
  vaultProblem('invalid_expiry_month', "Your card's expiration month is invalid.", {
    param: 'exp_month',
  })

function refuseBadCvc(cvc: string, length: number | undefined): void {
  const lengths = length === undefined ? [3, 4] : [length]
  if (!/^\d+$/.test(cvc) || !lengths.includes(cvc.length)) {
    throw vaultProblem('invalid_cvc', "Your card's security code is invalid.", { param: 'cvc' })
  }
}

/** Real numbers stay out of test data, and test cards out of live payments (PCI DSS 6.5.5, 6.5.6). */
function refuseOtherMode(number: string, livemode: boolean): void {
  if (livemode && isPublishedTestCard(number)) {
    throw vaultProblem(
      'card_declined',
      'Your card was declined. Your request was in live mode, but used a known test card.',
      { decline_code: 'live_mode_test_card' },
    )
  }
  if (!livemode && !isTestCard(number)) {
    throw vaultProblem(
      'card_declined',
      'Your card was declined. Your request was in test mode, but used a non test card.',
      { decline_code: 'test_mode_live_card' },
    )
  }
}
