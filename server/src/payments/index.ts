export { accountOf } from './ask-modification.ts'
export { askProcessor } from './ask-processor.ts'
export { cancelIntent } from './cancel-intent.ts'
export { cancelRefund } from './cancel-refund.ts'
export { cancelSetupIntent } from './cancel-set-up.ts'
export { captureCharge } from './capture-charge.ts'
export { captureIntent } from './capture-intent.ts'
export type {
  CaptureCharge,
  CaptureIntent,
  ChargeFields,
  ChargeUpdate,
  ConfirmIntent,
  CreateIntent,
  CreateRefund,
  IncrementAuthorization,
  IntentFields,
} from './commands.ts'
export { completeAction } from './complete-action.ts'
export { confirmIntent } from './confirm-intent.ts'
export { confirmSetupIntent } from './confirm-set-up.ts'
export type { OpenAccount, PaymentContext } from './context.ts'
export { createCharge } from './create-charge.ts'
export { createIntent } from './create-intent.ts'
export { createRefund } from './create-refund.ts'
export { createSetupIntent } from './create-set-up.ts'
export { mandateIdOf } from './decide-set-up.ts'
export { declineWording } from './declines.ts'
export type { PaymentProblemCode } from './errors.ts'
export { expireHold } from './expire-hold.ts'
export { type Ask, findAsk } from './find-ask.ts'
export { incrementAuthorization } from './increment-authorization.ts'
export { type MetadataPatch, mergeMetadata } from './metadata.ts'
export type { Attempt, Intent, Refund } from './model.ts'
export { openAccount, type PaymentParts, type PaymentTools, paymentTools } from './open-context.ts'
export {
  amountOf,
  type PaymentTable,
  parseReference,
  plain as untyped,
  referenceOf,
  revise,
  type Typed,
  typed,
} from './rows.ts'
export type {
  ConfirmSetupIntent,
  CreateSetupIntent,
  MandateData,
  SetupAttempt,
  SetupError,
  SetupFields,
  SetupIntent,
} from './set-up-model.ts'
export {
  findSetupAttempt,
  plainSetupIntent,
  typedSetupAttempt,
  typedSetupIntent,
} from './set-up-rows.ts'
export { setupAttemptTransitions, setupIntentTransitions } from './set-up-states.ts'
export { settleAny, settleRefund } from './settle.ts'
export { completeSetupAction } from './settle-set-up.ts'
export { printMachine } from './states.ts'
export { find as findPayment } from './store.ts'
export { checkTime, saleOf } from './times.ts'
export { updateCharge } from './update-charge.ts'
export { updateIntent } from './update-intent.ts'
export { updateRefund } from './update-refund.ts'
export { updateSetupIntent } from './update-set-up.ts'
