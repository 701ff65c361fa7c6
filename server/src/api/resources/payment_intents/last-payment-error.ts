import type { Intent } from '../../../payments/index.ts'
import type { Viewing, WireObject } from '../../kinds.ts'

/** How the last try failed, with the payment method as it now is; null when it did not. */
export function lastPaymentError({ details }: Intent, viewing: Viewing): WireObject | null {
  const error = details.last_payment_error
  if (error === null) return null
  const method = viewing.row('payment_methods', error.payment_method)
  const known = {
    charge: error.charge,
    decline_code: error.decline_code,
    doc_url: `${viewing.publicUrl}/docs#error-${error.code}`,
    param: error.param,
    payment_method: method && viewing.show('payment_methods', method),
  }
  return {
    ...Object.fromEntries(Object.entries(known).filter(([, value]) => value != null)),
    code: error.code,
    message: error.message,
    type:
      error.code === 'payment_intent_authentication_failure'
        ? 'invalid_request_error'
        : 'card_error',
  }
}
