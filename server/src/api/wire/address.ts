import { z } from 'zod'
import { clearable, optional } from './parts.ts'
import { text } from './types.ts'

const line = optional(clearable(text()))

/** A postal address; every part may be left out or unset. */
export function address() {
  return z.strictObject({
    city: line,
    country: line,
    line1: line,
    line2: line,
    postal_code: line,
    state: line,
  })
}

/** Where goods are sent, and to whom. */
export function shipping() {
  return z.strictObject({
    address: address(),
    name: text(),
    carrier: line,
    phone: line,
    tracking_number: line,
  })
}
