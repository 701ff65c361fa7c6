import { z } from 'zod'
import { type Pricing, regions } from '../../tenants/index.ts'
import { currency, enumeration, integer, list, optional, text } from '../wire/index.ts'

const rule = z.strictObject({
  method: optional(text({ max: 100 })),
  currency: optional(currency()),
  region: optional(enumeration(regions)),
  percent_bps: integer({ min: 0, max: 10_000 }),
  fixed: optional(z.record(z.string(), integer({ min: 0 }))),
  dispute: optional(z.record(z.string(), integer({ min: 0 }))),
})

/** A price list: `pricing[0][percent_bps]=290&pricing[0][fixed][usd]=30`. The first rule that fits a sale prices it. */
export function priceList() {
  return list(rule).transform(
    (rules): Pricing => rules.map((each) => ({ ...each, fixed: each.fixed ?? {} })),
  )
}

/** A price list on the wire. */
export const priceListWire = z.array(
  z.strictObject({
    method: z.string().optional(),
    currency: z.string().optional(),
    region: z.string().optional(),
    percent_bps: z.int(),
    fixed: z.record(z.string(), z.int()),
    dispute: z.record(z.string(), z.int()).optional(),
  }),
)
