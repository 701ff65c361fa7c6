export { attachPaymentMethod } from './attach-payment-method.ts'
export { customerAttributes } from './attributes.ts'
export { createBalanceTransaction, updateBalanceTransaction } from './balance.ts'
export type {
  NewCard,
  NewSource,
} from './commands.ts'
export type { CustomerContext } from './context.ts'
export { createCustomer } from './create-customer.ts'
export { createPaymentMethod } from './create-payment-method.ts'
export { createToken } from './create-token.ts'
export { deleteCustomer } from './delete-customer.ts'
export { detachPaymentMethod } from './detach-payment-method.ts'
export type { CustomerProblemCode } from './errors.ts'
export { findCustomer } from './find-customer.ts'
export { afterYes, usedUp } from './keep-card.ts'
export { type Address, typedCustomer } from './model.ts'
export {
  type NewBillingDetails,
  type NewPaymentMethod,
  newPaymentMethod,
  newTestPaymentMethod,
} from './new-payment-method.ts'
export {
  type BillingDetails,
  type CardDisplay,
  openPaymentMethod,
  paymentMethodDetails,
  type UncodedCard,
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
export { updatePaymentMethod } from './update-payment-method.ts'
