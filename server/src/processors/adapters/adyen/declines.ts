import type { DeclineCode, Declined } from '../../adapter.ts'

type Refusal = readonly [name: string, declineCode: DeclineCode, retry: Declined['retry']]

/**
 * Why Adyen, a scheme or an issuer refused: Adyen's code, its name for it, ours, and whether another
 * try can help. What an issuer dislikes about the card or the payer is never tried again, what is
 * wrong on the acquirer's side may go elsewhere at once, and what time may heal waits.
 * @see https://docs.adyen.com/development-resources/refusal-reasons
 */
export const refusals: Readonly<Record<string, Refusal>> = {
  0: ['Unknown', 'processing_error', 'later'],
  2: ['Refused', 'generic_decline', 'elsewhere'],
  3: ['Referral', 'call_issuer', 'never'],
  4: ['Acquirer Error', 'processing_error', 'elsewhere'],
  5: ['Blocked Card', 'restricted_card', 'never'],
  6: ['Expired Card', 'expired_card', 'never'],
  7: ['Invalid Amount', 'invalid_amount', 'never'],
  8: ['Invalid Card Number', 'incorrect_number', 'never'],
  9: ['Issuer Unavailable', 'issuer_not_available', 'elsewhere'],
  10: ['Not supported', 'card_not_supported', 'elsewhere'],
  11: ['3D Not Authenticated', 'authentication_required', 'never'],
  12: ['Not enough balance', 'insufficient_funds', 'later'],
  14: ['Acquirer Fraud', 'fraudulent', 'never'],
  15: ['Cancelled', 'no_action_taken', 'never'],
  16: ['Shopper Cancelled', 'no_action_taken', 'never'],
  17: ['Invalid Pin', 'incorrect_pin', 'never'],
  18: ['Pin tries exceeded', 'pin_try_exceeded', 'never'],
  19: ['Pin validation not possible', 'processing_error', 'later'],
  20: ['FRAUD', 'fraudulent', 'never'],
  21: ['Not Submitted', 'processing_error', 'elsewhere'],
  22: ['FRAUD-CANCELLED', 'fraudulent', 'never'],
  23: ['Transaction Not Permitted', 'transaction_not_allowed', 'never'],
  24: ['CVC Declined', 'incorrect_cvc', 'never'],
  25: ['Restricted Card', 'restricted_card', 'never'],
  26: ['Revocation Of Auth', 'revocation_of_authorization', 'never'],
  27: ['Declined Non Generic', 'generic_decline', 'later'],
  28: ['Withdrawal amount exceeded', 'card_velocity_exceeded', 'later'],
  29: ['Withdrawal count exceeded', 'withdrawal_count_limit_exceeded', 'later'],
  31: ['Issuer Suspected Fraud', 'fraudulent', 'never'],
  32: ['AVS Declined', 'incorrect_address', 'never'],
  33: ['Card requires online pin', 'transaction_not_allowed', 'never'],
  34: ['No checking account available on Card', 'invalid_account', 'never'],
  35: ['No savings account available on Card', 'invalid_account', 'never'],
  36: ['Mobile pin required', 'transaction_not_allowed', 'never'],
  37: ['Contactless fallback', 'transaction_not_allowed', 'never'],
  38: ['Authentication required', 'authentication_required', 'never'],
  39: ['RReq not received from DS', 'processing_error', 'later'],
  40: ['Current AID is in Penalty Box', 'processing_error', 'elsewhere'],
  41: ['CVM Required Restart Payment', 'transaction_not_allowed', 'never'],
  42: ['3DS Authentication Error', 'processing_error', 'later'],
  43: ['Online PIN required', 'transaction_not_allowed', 'never'],
  44: ['Try another interface', 'transaction_not_allowed', 'never'],
  45: ['Chip downgrade mode', 'transaction_not_allowed', 'never'],
  46: ['Transaction blocked by Adyen to prevent excessive retry fees', 'do_not_try_again', 'never'],
  50: ['Token Revoked', 'revocation_of_authorization', 'never'],
}

/**
 * What the issuer itself said, where Adyen's own code lumps several things together. Only read for
 * the codes named, since schemes use the same raw number for different things.
 * @see https://docs.adyen.com/development-resources/raw-acquirer-responses
 */
const refinements: Readonly<Record<string, Readonly<Record<string, DeclineCode>>>> = {
  2: { '05': 'do_not_honor', '85': 'no_action_taken' },
  5: { '04': 'pickup_card', '07': 'pickup_card', '41': 'lost_card', '43': 'stolen_card' },
  26: {
    R0: 'stop_payment_order',
    R1: 'revocation_of_authorization',
    R3: 'revocation_of_all_authorizations',
  },
}

const codesByName = new Map(
  Object.entries(refusals).map(([code, [name]]) => [name.toLowerCase(), code]),
)

/** How a refusal is named: by code in answers, by `reason` in notifications; either may be missing. */
export interface RefusalWords {
  readonly code?: string | undefined
  readonly reason?: string | undefined
  /** `additionalData.refusalReasonRaw`: `41 : Lost card`; present when the merchant account shows it. */
  readonly raw?: string | undefined
}

/** Reads a refusal. One we have no row for is a plain decline that is not tried again. */
export function declined(
  { code, reason, raw }: RefusalWords,
  more: Pick<Declined, 'processorReference' | 'checks'> = {},
): Declined {
  const known = code ?? codesByName.get(reason?.toLowerCase() ?? '') ?? ''
  const [name, declineCode, retry] = refusals[known] ?? [reason, 'generic_decline', 'never']
  const rawCode = /^\s*([0-9A-Z]{2})\b/.exec(raw ?? '')?.[1] ?? ''
  return {
    outcome: 'declined',
    declineCode: refinements[known]?.[rawCode] ?? declineCode,
    processorCode: [known, name ?? reason].filter(Boolean).join(' ') || 'Refused',
    retry,
    ...more,
  }
}
