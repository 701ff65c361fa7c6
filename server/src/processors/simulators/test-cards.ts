/**
 * What each published test card does, the same at every simulator, so that a story told with a
 * card number ends the same way whichever processor it is routed to.
 * @see https://docs.stripe.com/testing for the numbers
 */
export interface TestCard {
  /** Decline code in Stripe's words for a charge; absent when the issuer approves. */
  readonly decline?: string
  /** The card can be saved although charges to it are declined. */
  readonly savesAnyway?: true
  readonly authentication: Authentication
  readonly cvc?: 'fail' | 'unavailable'
  readonly line1?: 'fail' | 'unavailable'
  readonly postalCode?: 'fail' | 'unavailable'
  /** Refunds start pending and succeed, or succeed and then fail. */
  readonly refund?: 'pending' | 'fails_later'
  readonly dispute?: 'fraudulent' | 'product_not_received' | 'inquiry'
  /** Its funds are available at once. */
  readonly bypassPending?: true
}

/**
 * When the issuer wants to see the payer: never (`none`), when asked to (`optional`), unless the card
 * was set up for later (`unless_set_up`), whenever the payer is there (`on_session`), or whatever
 * happened before (`always`). With `broken` it wants to, and its server fails.
 */
export type Authentication =
  | 'none'
  | 'optional'
  | 'unless_set_up'
  | 'on_session'
  | 'always'
  | 'broken'

const approves: TestCard = { authentication: 'none' }
const declines = (decline: string): TestCard => ({ authentication: 'none', decline })

const testCards: Readonly<Record<string, TestCard>> = {
  '4000000000000002': declines('generic_decline'),
  '4000000000009995': declines('insufficient_funds'),
  '4000000000009987': declines('lost_card'),
  '4000000000009979': declines('stolen_card'),
  '4000000000000069': declines('expired_card'),
  '4000000000000127': { ...declines('incorrect_cvc'), cvc: 'fail' },
  '4000000000000119': declines('processing_error'),
  '4000000000006975': declines('card_velocity_exceeded'),
  '4100000000000019': declines('fraudulent'),
  '4000000000000341': { ...declines('generic_decline'), savesAnyway: true },
  '4000002500003155': { authentication: 'unless_set_up' },
  '4000002760003184': { authentication: 'always' },
  '4000003800000446': { authentication: 'on_session' },
  '4000008260003178': {
    authentication: 'always',
    decline: 'insufficient_funds',
    savesAnyway: true,
  },
  '4000000000003220': { authentication: 'always' },
  '4000000000003063': { authentication: 'always' },
  '4000008400001629': { authentication: 'always', decline: 'generic_decline' },
  '4000008400001280': { authentication: 'broken' },
  '4000000000003055': { authentication: 'optional' },
  '4000000000000259': { authentication: 'none', dispute: 'fraudulent' },
  '4000000000002685': { authentication: 'none', dispute: 'product_not_received' },
  '4000000000001976': { authentication: 'none', dispute: 'inquiry' },
  '4000000000007726': { authentication: 'none', refund: 'pending' },
  '4000000000005126': { authentication: 'none', refund: 'fails_later' },
  '4000000000000077': { authentication: 'none', bypassPending: true },
  '4000000000000101': { authentication: 'none', cvc: 'fail' },
  '4000000000000010': { authentication: 'none', line1: 'fail', postalCode: 'fail' },
  '4000000000000028': { authentication: 'none', line1: 'fail' },
  '4000000000000036': { authentication: 'none', postalCode: 'fail' },
  '4000000000000044': {
    authentication: 'none',
    line1: 'unavailable',
    postalCode: 'unavailable',
  },
}

/** What a card does. A number that is in no table is an ordinary good card. */
export function testCard(number: string): TestCard {
  return testCards[number] ?? approves
}

/** What is going on when the issuer is asked. */
export interface Situation {
  readonly kind: 'charge' | 'verify'
  readonly offSession: boolean
  /** The card was authenticated before to be charged later. */
  readonly setUp: boolean
  /** The payer has just completed a challenge for this. */
  readonly authenticated: boolean
  /** Authentication is asked for although nobody demands it. */
  readonly authenticationWanted: boolean
}

export type Verdict =
  | { readonly verdict: 'approve' }
  | { readonly verdict: 'challenge' }
  | { readonly verdict: 'decline'; readonly code: string }

/** How the issuer answers. */
export function judge(card: TestCard, situation: Situation): Verdict {
  if (!situation.authenticated && wantsToSeePayer(card, situation)) {
    if (card.authentication === 'broken') return decline('generic_decline')
    return situation.offSession ? decline('authentication_required') : { verdict: 'challenge' }
  }
  const mayDecline = situation.kind === 'charge' || card.savesAnyway === undefined
  return card.decline !== undefined && mayDecline ? decline(card.decline) : { verdict: 'approve' }
}

function wantsToSeePayer(card: TestCard, situation: Situation): boolean {
  switch (card.authentication) {
    case 'none':
      return false
    case 'optional':
      return situation.authenticationWanted && !situation.offSession
    case 'unless_set_up':
      return !situation.setUp
    case 'on_session':
      return !situation.offSession
    case 'always':
      return !(situation.offSession && situation.setUp && card.decline !== undefined)
    case 'broken':
      return true
  }
}

const decline = (code: string): Verdict => ({ verdict: 'decline', code })

export type Check = 'pass' | 'fail' | 'unavailable'

/** How the issuer finds what was given to be checked; what was not given is not checked. */
export function checkCard(
  card: TestCard,
  given: { readonly cvc: boolean; readonly line1: boolean; readonly postalCode: boolean },
): { readonly cvc?: Check; readonly line1?: Check; readonly postalCode?: Check } {
  return {
    ...(given.cvc && { cvc: card.cvc ?? 'pass' }),
    ...(given.line1 && { line1: card.line1 ?? 'pass' }),
    ...(given.postalCode && { postalCode: card.postalCode ?? 'pass' }),
  }
}

/** Whether the check digit is right: issuers know no other numbers. */
export function isCardNumber(number: string): boolean {
  if (!/^\d{12,19}$/.test(number)) return false
  const sum = [...number].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

const brands: readonly (readonly [RegExp, string])[] = [
  [/^3[47]/, 'amex'],
  [/^(36|30[0-5]|38)/, 'diners'],
  [/^(6011|64[4-9]|65)/, 'discover'],
  [/^35/, 'jcb'],
  [/^(5[1-5]|2[2-7])/, 'mastercard'],
  [/^62/, 'unionpay'],
  [/^4/, 'visa'],
]

/** The brand by the first digits; `unknown` when none matches. */
export function brandOf(number: string): string {
  return brands.find(([pattern]) => pattern.test(number))?.[1] ?? 'unknown'
}
