import { z } from 'zod'
import { processorNames } from '../../../processors/index.ts'
import { listParams } from '../../list-params.ts'
import { enumeration, id, integer, optional, text } from '../../wire/index.ts'
import { priceList, priceListWire } from '../price-list.ts'

const statuses = ['active', 'disabled'] as const

/** An account at a processor, on the wire. Its credentials never are. */
export const processorAccount = z.strictObject({
  id: z.string(),
  object: z.literal('processor_account'),
  account: z.string().nullable(),
  base_url: z.string(),
  costs: priceListWire,
  created: z.int(),
  livemode: z.boolean(),
  name: z.string(),
  priority: z.int(),
  processor: z.string(),
  status: z.enum(statuses),
})

/** Named secrets as the processor issues them; which there are, its adapter knows. */
const credentials = z.record(z.string(), text({ max: 10_000 }))
const priority = integer({ min: 0, max: 1_000_000 })

export const createProcessorAccountBody = z.strictObject({
  processor: enumeration(processorNames),
  name: text({ max: 100 }),
  base_url: text({ max: 2_000 }),
  credentials,
  account: optional(id('acct')),
  priority: optional(priority),
  costs: optional(priceList()),
})

export const updateProcessorAccountBody = z.strictObject({
  name: optional(text({ max: 100 })),
  base_url: optional(text({ max: 2_000 })),
  credentials: optional(credentials),
  priority: optional(priority),
  costs: optional(priceList()),
  status: optional(enumeration(statuses)),
})

export const listProcessorAccountsQuery = z.strictObject({
  ...listParams,
  account: optional(id('acct')),
  processor: optional(enumeration(processorNames)),
  status: optional(enumeration(statuses)),
})
