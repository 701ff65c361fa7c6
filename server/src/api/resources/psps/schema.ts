import { z } from 'zod'
import { listParams } from '../../list-params.ts'
import {
  clearable,
  country,
  currency,
  integer,
  list,
  metadata,
  optional,
  text,
} from '../../wire/index.ts'
import { priceList, priceListWire } from '../price-list.ts'

const budgetWire = z.strictObject({ requests_per_second: z.int(), concurrent: z.int() })

/** A PSP on the wire. */
export const psp = z.strictObject({
  id: z.string(),
  object: z.literal('psp'),
  country: z.string(),
  created: z.int(),
  metadata: z.record(z.string(), z.string()),
  name: z.string(),
  secret_key: z.string().optional(),
  settings: z.strictObject({
    allowed_countries: z.array(z.string()).nullable(),
    allowed_currencies: z.array(z.string()).nullable(),
    limits: z.strictObject({ psp: budgetWire, key: budgetWire }),
    pricing: priceListWire,
  }),
})

const budget = z.strictObject({
  requests_per_second: integer({ min: 1, max: 1_000_000 }),
  concurrent: integer({ min: 1, max: 1_000_000 }),
})

/** A setting that is sent replaces the whole setting of that name. */
const settings = z.strictObject({
  allowed_countries: optional(clearable(list(country()))),
  allowed_currencies: optional(clearable(list(currency(), { max: 200 }))),
  limits: optional(z.strictObject({ psp: budget, key: budget })),
  pricing: optional(priceList()),
})

export const createPspBody = z.strictObject({
  name: text({ max: 100 }),
  country: country(),
  settings: optional(settings),
  metadata: optional(metadata()),
})

export const updatePspBody = z.strictObject({
  name: optional(text({ max: 100 })),
  country: optional(country()),
  settings: optional(settings),
  metadata: optional(metadata()),
})

export const listPspsQuery = z.strictObject(listParams)
