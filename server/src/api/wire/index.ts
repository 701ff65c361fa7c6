/** The types of parameters: each reads what a form (text) or JSON carries, and refuses in Stripe's words. */
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
export { type JsonSchema, Misfit, quote, starred } from './scalar.ts'
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
