import type { ListAnswer } from '../../answers.ts'
import type { Reader } from '../../kinds.ts'
import type { ListQuery } from '../../list-params.ts'
import { list } from '../../list-store.ts'
import { paymentIntentKind } from './view.ts'

/** A page of payment intents, newest first. The hidden ones of legacy charges have ids that sort before `pi_`. */
export function listIntents(
  reader: Reader,
  page: ListQuery,
  { customer }: { readonly customer?: string },
): Promise<ListAnswer> {
  return list(reader, paymentIntentKind, page, {
    equals: { customer_id: customer },
    where: (query) => query.where('id', '>', 'pi_'),
  })
}
