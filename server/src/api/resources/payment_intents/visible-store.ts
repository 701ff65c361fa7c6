import type { Scope } from '../../../db/index.ts'
import type { TableQuery } from '../../rows-store.ts'

/** All but the hidden intents of legacy charges, whose ids sort before `pi_`. */
export function onlyIntents(
  query: TableQuery<'payment_intents'>,
  scope: Scope,
): TableQuery<'payment_intents'> {
  return query
    .where('merchant_id', '=', scope.merchantId ?? '')
    .where('livemode', '=', scope.livemode)
    .where('id', '>', 'pi_')
}
