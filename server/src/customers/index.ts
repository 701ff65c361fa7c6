export {
  type BillingDetails,
  type CardDetails,
  type CardDisplay,
  type MadePaymentMethod,
  type NewPaymentMethod,
  newPaymentMethod,
  newTestPaymentMethod,
  openPaymentMethod,
  type PaymentMethodDetails,
  paymentMethodDetails,
} from './new-payment-method.ts'
