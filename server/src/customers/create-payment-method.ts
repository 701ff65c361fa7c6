import { onCurrentRows, type Row, write } from '../db/index.ts'
import { changeOf, shown } from '../tenants/index.ts'
import type { CustomerContext } from './context.ts'
import type { MethodPrefix, NewPaymentMethod } from './new-payment-method.ts'

/**
 * Stores a card, to be used or attached later.
 * @param prefix `src` makes it a source, for clients that know no payment methods
 * @throws {Problem} the vault's, naming the field; `resource_missing`, `token_already_used`
 */
export function createPaymentMethod(
  ctx: CustomerContext,
  given: NewPaymentMethod,
  prefix: MethodPrefix = 'pm',
): Promise<Row<'payment_methods'>> {
  return onCurrentRows(async () => {
    const { row, replaces } = await ctx.makeMethod(given, prefix)
    await ctx.conclude(
      changeOf(ctx, { inserts: [write('payment_methods', row)], replaces }),
      shown('payment_methods', row),
    )
    return row
  })
}
