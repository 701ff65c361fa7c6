import type { Row } from '../db/index.ts'
import { type Context, findOwn } from '../tenants/index.ts'

type Reader = Pick<Context, 'queries' | 'tenant'>

/** Every payment method that is a customer's. */
export function methodsOf(
  { queries, tenant }: Reader,
  customerId: string,
): Promise<Row<'payment_methods'>[]> {
  return queries
    .selectFrom('payment_methods')
    .selectAll()
    .where('merchant_id', '=', tenant.merchant.id)
    .where('livemode', '=', tenant.livemode)
    .where('customer_id', '=', customerId)
    .orderBy('id')
    .execute()
}

/** One movement of a customer's balance; undefined when it is another's. */
export async function findBalanceTransaction(
  reader: Reader,
  customerId: string,
  id: string,
): Promise<Row<'customer_balance_transactions'> | undefined> {
  const row = await findOwn(reader, 'customer_balance_transactions', id)
  return row?.customer_id === customerId ? row : undefined
}
