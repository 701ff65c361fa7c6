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
  type MetadataChange,
  metadata,
  optional,
  type TimeRange,
  timeRange,
} from './parts.ts'
export { type JsonSchema, Misfit, misfit, quote, scalar, starred } from './scalar.ts'
export { tokenOr } from './token.ts'
export {
  amount,
  boolean,
  clientSecret,
  country,
  currency,
  decimal,
  email,
  enumeration,
  id,
  integer,
  pattern,
  text,
  timestamp,
} from './types.ts'
export { unsupported, unsupportedAll } from './unsupported.ts'
