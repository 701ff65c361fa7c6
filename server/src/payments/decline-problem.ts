import type { Row } from '../db/index.ts'
import type { Problem } from '../kernel/index.ts'
import { shown } from '../tenants/index.ts'
import { type PaymentProblemCode, refuse } from './errors.ts'
import { aboutIntent } from './intent-event.ts'
import type { Intent, PaymentError } from './model.ts'

/**
 * A decline as the caller is told it: with the intent as it now is, the charge that failed, and the method
 * where it is at hand. Who knows no intents knows no methods either.
 */
export function paymentProblem(
  error: PaymentError,
  intent: Intent,
  method?: Row<'payment_methods'>,
): Problem {
  return refuse(error.code as PaymentProblemCode, error.message, {
    ...(error.param === null ? {} : { param: error.param }),
    ...(error.decline_code === null ? {} : { decline_code: error.decline_code }),
    charge: error.charge,
    ...aboutIntent(intent),
    ...(method === undefined || intent.details.legacy_charge
      ? {}
      : { payment_method: shown('payment_methods', method) }),
  })
}
