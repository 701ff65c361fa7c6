/** A refusal as Adyen words it; `raw` is what the issuer said. */
export interface Refusal {
  readonly code: string
  readonly reason: string
  readonly raw: string
  readonly resultCode: 'Refused' | 'Error' | 'Cancelled'
}

/** @see https://docs.adyen.com/development-resources/refusal-reasons */
const reasons: Readonly<Record<string, string>> = {
  0: 'Unknown',
  2: 'Refused',
  3: 'Referral',
  4: 'Acquirer Error',
  5: 'Blocked Card',
  6: 'Expired Card',
  7: 'Invalid Amount',
  8: 'Invalid Card Number',
  9: 'Issuer Unavailable',
  10: 'Not supported',
  11: '3D Not Authenticated',
  12: 'Not enough balance',
  14: 'Acquirer Fraud',
  15: 'Cancelled',
  16: 'Shopper Cancelled',
  17: 'Invalid Pin',
  18: 'Pin tries exceeded',
  19: 'Pin validation not possible',
  20: 'FRAUD',
  21: 'Not Submitted',
  22: 'FRAUD-CANCELLED',
  23: 'Transaction Not Permitted',
  24: 'CVC Declined',
  25: 'Restricted Card',
  26: 'Revocation Of Auth',
  27: 'Declined Non Generic',
  28: 'Withdrawal amount exceeded',
  29: 'Withdrawal count exceeded',
  31: 'Issuer Suspected Fraud',
  32: 'AVS Declined',
  38: 'Authentication required',
}

/** How Adyen words what the published test cards are declined for, where the words are Stripe's. */
const issuers: Readonly<Record<string, readonly [code: string, raw: string]>> = {
  authentication_required: ['38', '1A : Authentication required'],
  card_velocity_exceeded: ['28', '61 : Exceeds withdrawal amount limit'],
  do_not_honor: ['2', '05 : Do not honor'],
  expired_card: ['6', '54 : Expired card'],
  fraudulent: ['20', 'FRAUD'],
  generic_decline: ['2', 'DECLINED'],
  incorrect_cvc: ['24', 'N7 : Decline for CVV2 failure'],
  insufficient_funds: ['12', '51 : Insufficient funds/over credit limit'],
  lost_card: ['5', '41 : Lost card'],
  processing_error: ['4', '96 : System error'],
  stolen_card: ['5', '43 : Stolen card'],
}

/**
 * The refusal for a decline code, be it one of a test card or Adyen's own number. What has no words
 * here is a plain refusal.
 */
export function refusalFor(code: string): Refusal {
  if (Object.hasOwn(reasons, code)) return refusal(code, reasons[code] ?? '')
  const [own, raw] = issuers[code] ?? ['2', 'DECLINED']
  return refusal(own, raw)
}

function refusal(code: string, raw: string): Refusal {
  const resultCode = errors.has(code) ? 'Error' : cancels.has(code) ? 'Cancelled' : 'Refused'
  return { code, reason: reasons[code] ?? 'Refused', raw, resultCode }
}

const errors = new Set(['0', '4'])
const cancels = new Set(['15', '16', '22'])

/** Holder names that are not the reason in capitals. */
const names: Readonly<Record<string, string>> = {
  UNKNOWN: '0',
  DECLINED: '2',
  ERROR: '4',
  BLOCK_CARD: '5',
  CARD_EXPIRED: '6',
  INVALID_CARD: '8',
  NOT_3D_AUTHENTICATED: '11',
}

/**
 * Adyen's own way to provoke a refusal: a reserved holder name, or its number in
 * `RequestedTestAcquirerResponseCode`.
 *
 * @returns undefined when neither asks for one
 * @see https://docs.adyen.com/development-resources/testing/result-codes
 */
export function provoked(holderName?: string, responseCode?: string): Refusal | undefined {
  const number = responseCode ?? names[holderName ?? ''] ?? byReason.get(holderName ?? '')
  if (number === undefined || !Object.hasOwn(reasons, number)) return undefined
  return refusalFor(number)
}

const byReason = new Map(
  Object.entries(reasons).map(([code, reason]) => [
    reason.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_'),
    code,
  ]),
)
