import type { Row } from '../../../db/index.ts'
import type { ListAnswer } from '../../answers.ts'
import type { Reader } from '../../kinds.ts'
import type { ListQuery } from '../../list-params.ts'
import { list } from '../../list-store.ts'
import { taxIdKind } from './view.ts'

/**
 * A page of tax ids.
 * @param owner a customer, or null for the merchant's own
 */
export function listTaxIds(
  reader: Reader,
  owner: string | null,
  page: ListQuery,
): Promise<ListAnswer> {
  return list(reader, taxIdKind, page, {
    where(query) {
      const living = query.where('deleted_at', 'is', null)
      return owner === null
        ? living.where('customer_id', 'is', null)
        : living.where('customer_id', '=', owner)
    },
  })
}

/** The newest tax ids of each customer, one more than `limit` when there are more. */
export async function taxIdsOf(
  { queries, scope }: Reader,
  customerIds: readonly string[],
  limit: number,
): Promise<ReadonlyMap<string, readonly Row<'tax_ids'>[]>> {
  const rows = await queries
    .selectFrom('tax_ids')
    .selectAll()
    .where('merchant_id', '=', scope.merchantId ?? '')
    .where('livemode', '=', scope.livemode)
    .where('customer_id', 'in', customerIds)
    .where('deleted_at', 'is', null)
    .orderBy('id', 'desc')
    .execute()
  return new Map(
    customerIds.map((id) => [
      id,
      rows.filter(({ customer_id }) => customer_id === id).slice(0, limit + 1),
    ]),
  )
}
