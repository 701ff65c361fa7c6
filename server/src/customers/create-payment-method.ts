import { type Row, write } from '../db/index.ts'
import { changeOf, shown } from '../tenants/index.ts'
import type { CustomerContext } from './context.ts'
import type { NewPaymentMethod } from './new-payment-method.ts'

/**
 * Stores a card, to be used or attached later.
 * @throws {Problem} the vault's, naming the field; `resource_missing`, `token_already_used`
 */
export async function createPaymentMethod(
  ctx: CustomerContext,
  given: NewPaymentMethod,
): Promise<Row<'payment_methods'>> {
  const { row, replaces } = await ctx.makeMethod(given)
  await ctx.conclude(
    changeOf(ctx, { inserts: [write('payment_methods', row)], replaces }),
    shown('payment_methods', row),
  )
  return row
}
