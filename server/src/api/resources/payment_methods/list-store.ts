import { sql } from 'kysely'
import type { ListAnswer } from '../../answers.ts'
import type { Reader } from '../../kinds.ts'
import type { ListQuery } from '../../list-params.ts'
import { list } from '../../list-store.ts'
import { paymentMethodKind } from './view.ts'

/** What a list of payment methods is narrowed to. */
export interface MethodFilter {
  readonly customer?: string
  readonly type?: string
  readonly allow_redisplay?: string
}

/** A page of payment methods. A card that only stands behind a token is nobody's yet and not listed. */
export function listMethods(
  reader: Reader,
  page: ListQuery,
  { customer, type, allow_redisplay }: MethodFilter,
): Promise<ListAnswer> {
  return list(reader, paymentMethodKind, page, {
    equals: { customer_id: customer, type },
    where(query) {
      const known = query.where(({ or, eb }) =>
        or([eb('customer_id', 'is not', null), eb('id', 'like', 'pm\\_%')]),
      )
      return allow_redisplay === undefined
        ? known
        : known.where(sql<boolean>`details ->> 'allow_redisplay' = ${allow_redisplay}`)
    },
  })
}
