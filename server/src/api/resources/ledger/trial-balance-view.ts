import { unixSeconds } from '../../../kernel/index.ts'
import type { Counters } from '../../../ledger/index.ts'
import type { ObjectType, WireObject } from '../../kinds.ts'
import { trialBalance } from './schema.ts'

export const trialBalanceType: ObjectType = {
  object: 'ledger_trial_balance',
  schema: trialBalance,
}

/** Each account's balance on the side it is on; both sides of a currency come to the same. */
export function trialBalanceOf(
  counters: readonly Counters[],
  proof: { entries: bigint; sealed: bigint; hash: string | null },
  { asOf, livemode }: { asOf: Date; livemode: boolean },
): WireObject {
  const currencies = Map.groupBy(counters, ({ currency }) => currency)
  return {
    object: 'ledger_trial_balance',
    as_of: unixSeconds(asOf),
    chain: {
      entries: Number(proof.entries),
      hash: proof.hash,
      sealed: Number(proof.sealed),
    },
    currencies: [...currencies].map(([currency, accounts]) => {
      const lines = accounts.map(lineOf)
      return {
        accounts: lines,
        credit: lines.reduce((sum, { credit }) => sum + credit, 0),
        currency,
        debit: lines.reduce((sum, { debit }) => sum + debit, 0),
      }
    }),
    livemode,
  }
}

function lineOf(counters: Counters) {
  const balance = counters.posted_debits - counters.posted_credits
  const held = counters.pending_debits - counters.pending_credits
  return {
    account: counters.account,
    credit: balance < 0n ? Number(-balance) : 0,
    debit: balance > 0n ? Number(balance) : 0,
    held: Number(held < 0n ? -held : held),
  }
}
