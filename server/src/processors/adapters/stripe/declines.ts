import type { DeclineCode, Declined } from '../../adapter.ts'

interface Meaning {
  readonly declineCode: DeclineCode
  readonly retry: Declined['retry']
}

const never = (declineCode: DeclineCode): Meaning => ({ declineCode, retry: 'never' })
const later = (declineCode: DeclineCode): Meaning => ({ declineCode, retry: 'later' })
const elsewhere = (declineCode: DeclineCode): Meaning => ({ declineCode, retry: 'elsewhere' })

/**
 * Stripe's decline codes: what we call them, and whether another try can help. `never` where the card,
 * its holder or the payer's input is at fault, `later` where time may cure it, `elsewhere` where the
 * issuer said nothing in particular or the way there failed, so that another acquirer may fare better.
 *
 * @see https://docs.stripe.com/declines/codes for every row
 */
const declineCodes: Readonly<Record<string, Meaning>> = {
  approve_with_id: later('approve_with_id'),
  authentication_not_handled: never('authentication_required'),
  authentication_required: never('authentication_required'),
  call_issuer: elsewhere('call_issuer'),
  card_not_supported: elsewhere('card_not_supported'),
  card_velocity_exceeded: later('card_velocity_exceeded'),
  currency_not_supported: elsewhere('currency_not_supported'),
  do_not_honor: elsewhere('do_not_honor'),
  do_not_try_again: never('do_not_try_again'),
  duplicate_transaction: never('duplicate_transaction'),
  expired_card: never('expired_card'),
  fraudulent: never('fraudulent'),
  generic_decline: elsewhere('generic_decline'),
  highest_risk_level: never('fraudulent'),
  incorrect_address: never('incorrect_address'),
  incorrect_cvc: never('incorrect_cvc'),
  incorrect_number: never('incorrect_number'),
  incorrect_pin: never('incorrect_pin'),
  incorrect_zip: never('incorrect_zip'),
  insufficient_funds: later('insufficient_funds'),
  invalid_account: never('invalid_account'),
  invalid_amount: elsewhere('invalid_amount'),
  invalid_cvc: never('incorrect_cvc'),
  invalid_expiry_month: never('invalid_expiry_month'),
  invalid_expiry_year: never('invalid_expiry_year'),
  invalid_number: never('incorrect_number'),
  invalid_pin: never('incorrect_pin'),
  issuer_not_available: elsewhere('issuer_not_available'),
  lost_card: never('lost_card'),
  merchant_blacklist: never('merchant_blacklist'),
  new_account_information_available: never('new_account_information_available'),
  no_action_taken: elsewhere('no_action_taken'),
  not_permitted: elsewhere('not_permitted'),
  offline_pin_required: never('not_permitted'),
  online_or_offline_pin_required: never('not_permitted'),
  pickup_card: never('pickup_card'),
  pin_try_exceeded: never('pin_try_exceeded'),
  processing_error: elsewhere('processing_error'),
  reenter_transaction: elsewhere('reenter_transaction'),
  restricted_card: never('restricted_card'),
  revocation_of_all_authorizations: never('revocation_of_all_authorizations'),
  revocation_of_authorization: never('revocation_of_authorization'),
  security_violation: elsewhere('security_violation'),
  service_not_allowed: elsewhere('service_not_allowed'),
  stolen_card: never('stolen_card'),
  stop_payment_order: never('stop_payment_order'),
  testmode_decline: never('testmode_decline'),
  transaction_not_allowed: elsewhere('transaction_not_allowed'),
  try_again_later: elsewhere('try_again_later'),
  withdrawal_count_limit_exceeded: later('withdrawal_count_limit_exceeded'),
}

/**
 * Error codes that say more than the decline code beside them, or come without one: refusals Stripe
 * makes itself before any issuer is asked.
 *
 * @see https://docs.stripe.com/error-codes for every row
 */
const errorCodes: Readonly<Record<string, Meaning>> = {
  account_invalid: elsewhere('processing_error'),
  amount_too_large: elsewhere('invalid_amount'),
  amount_too_small: elsewhere('invalid_amount'),
  balance_insufficient: later('insufficient_funds'),
  card_decline_rate_limit_exceeded: later('card_velocity_exceeded'),
  charge_already_refunded: never('invalid_amount'),
  charge_disputed: never('not_permitted'),
  charge_expired_for_capture: never('processing_error'),
  country_unsupported: elsewhere('not_permitted'),
  incorrect_address: never('incorrect_address'),
  incorrect_cvc: never('incorrect_cvc'),
  incorrect_number: never('incorrect_number'),
  incorrect_zip: never('incorrect_zip'),
  expired_card: never('expired_card'),
  insufficient_funds: later('insufficient_funds'),
  invalid_card_type: elsewhere('card_not_supported'),
  invalid_charge_amount: elsewhere('invalid_amount'),
  invalid_charge_amount_no_decimal_compatible: elsewhere('invalid_amount'),
  invalid_cvc: never('incorrect_cvc'),
  invalid_expiry_month: never('invalid_expiry_month'),
  invalid_expiry_year: never('invalid_expiry_year'),
  invalid_number: never('incorrect_number'),
  parameter_invalid_integer: elsewhere('invalid_amount'),
  payment_intent_authentication_failure: never('authentication_required'),
  processing_error: elsewhere('processing_error'),
  setup_intent_authentication_failure: never('authentication_required'),
}

/** How Stripe words a refusal. */
export interface Refusal {
  readonly code?: string | undefined
  readonly decline_code?: string | undefined
  /** @see https://docs.stripe.com/declines/card#advice-codes */
  readonly advice_code?: string | undefined
}

/** What a refusal means; a code we have never seen is a plain decline that another processor may try. */
export function meaningOf({ code, decline_code, advice_code }: Refusal): Meaning & {
  readonly processorCode: string
} {
  const processorCode = decline_code ?? code ?? 'unspecified'
  const known =
    own(declineCodes, decline_code) ?? own(errorCodes, code) ?? elsewhere('generic_decline')
  const meaning = advice_code === 'do_not_try_again' ? never(known.declineCode) : known
  return { ...meaning, processorCode }
}

function own(table: Readonly<Record<string, Meaning>>, key: string | undefined) {
  return key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined
}
