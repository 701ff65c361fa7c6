// Teaches bigints to become JSON, wherever the kernel is.
import './json.ts'

export { hasCheckDigit, holdsCardNumber, starred } from './card-numbers.ts'
export { type Clock, fromUnixSeconds, isoTime, systemClock, unixSeconds } from './clock.ts'
export { armCrashPoints, type CrashPoint, crashPoint, crashPoints } from './crash-point.ts'
export { currencies, exponentOf, isCurrency } from './currencies.ts'
export { decodeForm, encodeForm, FormError, type FormValue } from './form.ts'
export { firstIdAt, type Id, idLagMs, newId, randomText } from './ids.ts'
export type { Json } from './json.ts'
export {
  add,
  basisPoints,
  formatDecimal,
  formatForPeople,
  formatMoney,
  type Money,
  money,
  subtract,
} from './money.ts'
export { Problem } from './problem.ts'
