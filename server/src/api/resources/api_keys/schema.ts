import { z } from 'zod'
import { listParams } from '../../list-params.ts'
import { boolean, clearable, enumeration, id, optional, text, timestamp } from '../../wire/index.ts'
import { endOfOverlap } from '../end-of-overlap.ts'

const types = ['secret', 'publishable', 'restricted'] as const

/** An API key on the wire. */
export const apiKey = z.strictObject({
  id: z.string(),
  object: z.literal('api_key'),
  account: z.string().nullable(),
  created: z.int(),
  expires_at: z.int().nullable(),
  livemode: z.boolean(),
  name: z.string().nullable(),
  permissions: z.record(z.string(), z.enum(['read', 'write'])),
  psp: z.string().nullable(),
  redacted: z.string(),
  replaced_by: z.string().nullable(),
  revoked_at: z.int().nullable(),
  secret: z.string().optional(),
  type: z.enum(types),
})

/** `account`: a merchant's key; `psp`: which PSP's, by an operator. Neither: the asking PSP's own. */
export const createKeyBody = z.strictObject({
  account: optional(id('acct')),
  expires_at: optional(timestamp()),
  livemode: optional(boolean()),
  name: optional(clearable(text({ max: 200 }))),
  permissions: optional(z.record(z.string(), text({ max: 10 }))),
  psp: optional(id('psp')),
  type: optional(enumeration(types)),
})

export const rollKeyBody = z.strictObject({ expires_at: optional(endOfOverlap()) })

export const listKeysQuery = z.strictObject({
  ...listParams,
  account: optional(id('acct')),
  psp: optional(id('psp')),
})
