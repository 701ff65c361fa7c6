import { onCurrentRows, type Row, write } from '../db/index.ts'
import { event } from '../events/index.ts'
import { type Context, changeOf, shown } from '../tenants/index.ts'
import { detachment } from './detach-payment-method.ts'
import { findCustomer } from './find-customer.ts'
import { plainCustomer, revise } from './model.ts'
import { methodsOf } from './store.ts'

/**
 * Deletes a customer: its cards are detached and it can be named in nothing new. Its row stays, so that its
 * payments still say whose they were.
 *
 * @throws {Problem} `resource_missing`, also when it was deleted before
 */
export function deleteCustomer(ctx: Context, id: string): Promise<Row<'customers'>> {
  return onCurrentRows(async () => {
    const before = await findCustomer(ctx, id, 'id')
    const methods = await methodsOf(ctx, id)
    const at = ctx.clock.now()
    const detached = methods.map((method) => detachment(ctx, method))
    const deleted = plainCustomer(
      revise(before, {
        deleted_at: at,
        default_payment_method_id: null,
        details: { ...before.details, default_source: null },
      }),
    )
    await ctx.conclude(
      changeOf(ctx, {
        inserts: [
          ...event('customer.deleted', plainCustomer(before), at, ctx.origin),
          ...detached.flatMap(({ inserts }) => inserts),
        ],
        replaces: [write('customers', deleted), ...detached.flatMap(({ replaces }) => replaces)],
      }),
      shown('customers', deleted),
    )
    return deleted
  })
}
