import type { Scope } from '../../../db/index.ts'
import type { TableQuery } from '../../rows-store.ts'

/**
 * Attempts that are charges to the merchant: those a processor said yes or no to. One still being asked
 * about, and one given up before anything was held, are ours to know; only who knows no intents is shown
 * a charge that is pending. Hidden intents have ids that sort before `pi_`.
 */
export function onlyCharges(query: TableQuery<'attempts'>, scope: Scope): TableQuery<'attempts'> {
  return query
    .where('merchant_id', '=', scope.merchantId ?? '')
    .where('livemode', '=', scope.livemode)
    .where(({ or, and, eb }) =>
      or([
        eb('status', 'in', ['authorized', 'captured', 'declined', 'expired']),
        and([eb('status', '=', 'voided'), eb('authorization_entry_id', 'is not', null)]),
        and([eb('status', 'in', ['asking', 'unknown', 'pending']), eb('intent_id', '<', 'pi_')]),
      ]),
    )
}
