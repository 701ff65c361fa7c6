/** The types of parameters: each reads what a form (text) or JSON carries, and refuses in Stripe's words. */
export { address, shipping } from './address.ts'
export {
  billingDetails,
  cardDetails,
  methodType,
  otherMethodParams,
  paymentMethodData,
} from './card.ts'
export {
  clearable,
  expandPaths,
  list,
  metadata,
  optional,
  type TimeRange,
  timeRange,
} from './parts.ts'
export { Misfit, misfit, quote, scalar } from './scalar.ts'
export { tokenOr } from './token.ts'
export {
  amount,
  boolean,
  clientSecret,
  country,
  currency,
  email,
  enumeration,
  id,
  integer,
  officialNumber,
  pattern,
  text,
  timestamp,
} from './types.ts'
export { unsupported, unsupportedAll } from './unsupported.ts'
