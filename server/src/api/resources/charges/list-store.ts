import { sql } from 'kysely'
import type { ListAnswer } from '../../answers.ts'
import type { MerchantContext } from '../../context.ts'
import type { ListQuery } from '../../list-params.ts'
import { list } from '../../list-store.ts'
import { requireCustomer } from '../require-customer.ts'
import { chargeKind } from './view.ts'

/** What a list of charges is narrowed to. */
export interface ChargeFilter {
  readonly customer?: string
  readonly payment_intent?: string
  readonly transfer_group?: string
}

/** A page of charges, newest first. @throws {Problem} `resource_missing` for a customer who is not there */
export async function listCharges(
  ctx: MerchantContext,
  page: ListQuery,
  { customer, payment_intent, transfer_group }: ChargeFilter,
): Promise<ListAnswer> {
  await requireCustomer(ctx, customer)
  return list(ctx, chargeKind, page, {
    equals: { customer_id: customer, intent_id: payment_intent },
    where: (query) =>
      transfer_group === undefined
        ? query
        : query.where(sql<boolean>`details ->> 'transfer_group' = ${transfer_group}`),
  })
}
