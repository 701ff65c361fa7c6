import { type Row, write } from '../db/index.ts'
import { changeOf, shown } from '../tenants/index.ts'
import type { CustomerContext } from './context.ts'
import type { NewPaymentMethod } from './new-payment-method.ts'

/**
 * Makes a source of a card, to be given to a customer or charged.
 * @throws {Problem} the vault's, naming the field; `resource_missing`, `token_already_used`
 */
export async function createCardSource(
  ctx: CustomerContext,
  given: NewPaymentMethod,
): Promise<Row<'payment_methods'>> {
  const { row, replaces } = await ctx.makeMethod(given, 'src')
  await ctx.conclude(
    changeOf(ctx, { inserts: [write('payment_methods', row)], replaces }),
    shown('payment_methods', row),
  )
  return row
}
