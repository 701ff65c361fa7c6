export { cancelIntent } from './cancel-intent.ts'
export { captureIntent } from './capture-intent.ts'
export type {
  CaptureIntent,
  ConfirmIntent,
  CreateIntent,
  CreateRefund,
  IncrementAuthorization,
  IntentFields,
} from './commands.ts'
export { completeAction } from './complete-action.ts'
export { confirmIntent } from './confirm-intent.ts'
export type { OpenAccount, PaymentContext } from './context.ts'
export { createIntent } from './create-intent.ts'
export { createRefund } from './create-refund.ts'
export { declineWording } from './declines.ts'
export { type PaymentProblemCode, paymentProblemCodes } from './errors.ts'
export { incrementAuthorization } from './increment-authorization.ts'
export type { Attempt, Intent, Refund } from './model.ts'
export { type PaymentParts, type PaymentTools, paymentTools } from './open-context.ts'
export {
  type PaymentTable,
  parseReference,
  plain as untyped,
  type Typed,
  typed,
} from './rows.ts'
export { settleAny, settleAttempt, settleModification, settleRefund } from './settle.ts'
export {
  attemptTransitions,
  intentTransitions,
  modificationTransitions,
  refundTransitions,
} from './states.ts'
