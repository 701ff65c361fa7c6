import { z } from 'zod'
import { accountNames } from '../../../ledger/index.ts'

const account = z.enum(accountNames)
const side = z.enum(['debit', 'credit'])
const sides = z.strictObject({ debits: z.int(), credits: z.int() })

/** An account of the merchant's book in one currency, on the wire. */
export const ledgerAccount = z.strictObject({
  id: z.string(),
  object: z.literal('ledger_account'),
  account,
  balance: z.int(),
  currency: z.string(),
  description: z.string(),
  held: z.int(),
  livemode: z.boolean(),
  normal_side: side,
  pending: sides,
  posted: sides,
})

/** A journal entry on the wire. */
export const ledgerEntry = z.strictObject({
  id: z.string(),
  object: z.literal('ledger_entry'),
  available_on: z.int().nullable(),
  created: z.int(),
  currency: z.string(),
  description: z.string().nullable(),
  effective_at: z.int(),
  kind: z.string(),
  livemode: z.boolean(),
  postings: z.array(
    z.strictObject({
      account,
      amount: z.int(),
      phase: z.enum(['posted', 'pending']),
      side,
    }),
  ),
  sequence: z.int(),
  settles: z.union([z.string(), z.looseObject({})]).nullable(),
  source: z.union([z.string(), z.looseObject({})]),
})

/** What every account of a book comes to, on the wire. */
export const trialBalance = z.strictObject({
  object: z.literal('ledger_trial_balance'),
  as_of: z.int(),
  chain: z.strictObject({
    entries: z.int(),
    hash: z.string().nullable(),
    sealed: z.int(),
  }),
  currencies: z.array(
    z.strictObject({
      accounts: z.array(
        z.strictObject({ account, credit: z.int(), debit: z.int(), held: z.int() }),
      ),
      credit: z.int(),
      currency: z.string(),
      debit: z.int(),
    }),
  ),
  livemode: z.boolean(),
})
