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

const noAddress = {
  ...{ city: null, country: null, line1: null },
  ...{ line2: null, postal_code: null, state: null },
}

/** Where goods are sent, and to whom: told whole, with null for what was left out. */
export function shipping() {
  return z
    .strictObject({
      address: address(),
      name: text(),
      carrier: line,
      phone: line,
      tracking_number: line,
    })
    .transform((given) => ({
      address: { ...noAddress, ...given.address },
      carrier: given.carrier ?? null,
      name: given.name,
      phone: given.phone ?? null,
      tracking_number: given.tracking_number ?? null,
    }))
}
