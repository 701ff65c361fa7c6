import { Problem } from '../kernel/index.ts'

/** Everything the payments folder refuses. api/problems.ts gives each its HTTP status. */
export const paymentProblemCodes = [
  'amount_too_large',
  'amount_too_small',
  'authentication_required',
  'balance_insufficient',
  'capture_failed',
  'card_declined',
  'charge_already_captured',
  'charge_already_refunded',
  'charge_disputed',
  'charge_expired_for_capture',
  'currency_not_supported',
  'expired_card',
  'incorrect_cvc',
  'incorrect_number',
  'incorrect_zip',
  'intent_state_conflict',
  'no_active_card',
  'no_route',
  'parameter_invalid',
  'parameter_missing',
  'payment_in_progress',
  'payment_intent_authentication_failure',
  'payment_method_unusable',
  'processing_error',
  'refund_state_conflict',
  'refund_too_large',
  'capture_too_large',
  'resource_missing',
  'setup_intent_authentication_failure',
  'setup_intent_state_conflict',
] as const
export type PaymentProblemCode = (typeof paymentProblemCodes)[number]

/** A refusal of this folder. */
export function refuse(
  code: PaymentProblemCode,
  message: string,
  details: ConstructorParameters<typeof Problem>[2] = {},
): Problem {
  return new Problem(code, message, details)
}

/** An id the caller may not see or that does not exist: the two are told alike. */
export function missing(what: string, id: string, param: string): Problem {
  return refuse('resource_missing', `No such ${what}: '${id}'`, { param })
}
