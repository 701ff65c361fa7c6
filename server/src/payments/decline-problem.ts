import type { Problem } from '../kernel/index.ts'
import { type PaymentProblemCode, refuse } from './errors.ts'
import { aboutIntent } from './intent-event.ts'
import type { Intent, PaymentError } from './model.ts'

/** A decline as the caller is told it: with the intent as it now is, and the charge that failed. */
export function paymentProblem(error: PaymentError, intent: Intent): Problem {
  return refuse(error.code as PaymentProblemCode, error.message, {
    ...(error.param === null ? {} : { param: error.param }),
    ...(error.decline_code === null ? {} : { decline_code: error.decline_code }),
    charge: error.charge,
    ...aboutIntent(intent),
  })
}
