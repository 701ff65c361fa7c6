import type { Row } from '../../../db/index.ts'
import type { ListAnswer } from '../../answers.ts'
import type { Reader } from '../../kinds.ts'
import type { ListQuery } from '../../list-params.ts'
import { list } from '../../list-store.ts'
import type { TableQuery } from '../../rows-store.ts'
import { sourceKind } from './view.ts'

/** What was made as a card or source; other payment methods are none of older clients' concern. */
function onlySources(query: TableQuery<'payment_methods'>): TableQuery<'payment_methods'> {
  return query.where(({ or, eb }) =>
    or([eb('id', 'like', 'card\\_%'), eb('id', 'like', 'src\\_%')]),
  )
}

/** A page of a customer's sources. */
export function listSources(
  reader: Reader,
  customer: string,
  page: ListQuery,
  object: 'card' | 'source' | undefined,
): Promise<ListAnswer> {
  return list(reader, sourceKind, page, {
    equals: { customer_id: customer },
    where: (query) =>
      object === undefined
        ? onlySources(query)
        : query.where('id', 'like', object === 'card' ? 'card\\_%' : 'src\\_%'),
  })
}

/** The newest sources of each customer, one more than `limit` when there are more. */
export async function sourcesOf(
  { queries, scope }: Reader,
  customerIds: readonly string[],
  limit: number,
): Promise<ReadonlyMap<string, readonly Row<'payment_methods'>[]>> {
  const mine = queries
    .selectFrom('payment_methods')
    .selectAll()
    .where('merchant_id', '=', scope.merchantId ?? '')
    .where('livemode', '=', scope.livemode)
    .where('customer_id', 'in', customerIds)
  const rows = await onlySources(mine).orderBy('id', 'desc').execute()
  return new Map(
    customerIds.map((id) => [
      id,
      rows.filter(({ customer_id }) => customer_id === id).slice(0, limit + 1),
    ]),
  )
}
