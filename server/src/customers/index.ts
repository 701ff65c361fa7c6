export { attachPaymentMethod } from './attach-payment-method.ts'
export { customerAttributes } from './attributes.ts'
export { createBalanceTransaction, updateBalanceTransaction } from './balance.ts'
export type {
  CustomerFields,
  CustomerUpdate,
  NewBalanceTransaction,
  NewCard,
  NewCustomer,
  NewSource,
  NewTaxId,
} from './commands.ts'
export type { CustomerContext } from './context.ts'
export { createCustomer } from './create-customer.ts'
export { createPaymentMethod } from './create-payment-method.ts'
export { createToken } from './create-token.ts'
export { deleteCustomer } from './delete-customer.ts'
export { detachPaymentMethod } from './detach-payment-method.ts'
export { type CustomerProblemCode, customerProblemCodes } from './errors.ts'
export { findCustomer } from './find-customer.ts'
export { type GivenMethod, usedUp, withChecks } from './keep-card.ts'
export { type Address, type Customer, typedCustomer } from './model.ts'
export {
  type CardDetails,
  type MadePaymentMethod,
  type Maker,
  type MethodPrefix,
  type NewBillingDetails,
  type NewPaymentMethod,
  newPaymentMethod,
  newTestPaymentMethod,
} from './new-payment-method.ts'
export {
  type AllowRedisplay,
  type BillingDetails,
  type CardDisplay,
  openPaymentMethod,
  type PaymentMethodDetails,
  paymentMethodDetails,
} from './payment-method.ts'
export {
  createSource,
  deleteSource,
  findSource,
  isSource,
  sourceNamed,
  updateSource,
} from './sources.ts'
export { findBalanceTransaction } from './store.ts'
export { taxIdTypes } from './tax-id-types.ts'
export { createTaxId, deleteTaxId, type TaxIdOwner } from './tax-ids.ts'
export { updateCustomer } from './update-customer.ts'
export { type PaymentMethodUpdate, updatePaymentMethod } from './update-payment-method.ts'
