import { onCurrentRows, type Row } from '../db/index.ts'
import { changeOf, shown } from '../tenants/index.ts'
import type { CustomerContext } from './context.ts'
import { customerUpdated, findCustomer } from './find-customer.ts'
import { keepCard, methodNamed } from './keep-card.ts'

/**
 * Attaches a payment method to a customer. The customer's row moves on too, so that a customer deleted at
 * the same moment is not left with a card.
 *
 * @param id of a payment method, or the name of a test card, of which a fresh one is made
 * @throws {Problem} `resource_missing`, `payment_method_unusable`, or the decline
 */
export function attachPaymentMethod(
  ctx: CustomerContext,
  id: string,
  customerId: string,
): Promise<Row<'payment_methods'>> {
  return onCurrentRows(async () => {
    const customer = await findCustomer(ctx, customerId, 'customer')
    const method = await methodNamed(ctx, id, 'payment_method')
    if (method.row.customer_id === customer.id) return method.row
    const kept = await keepCard(ctx, method, customer.id)
    const touched = customerUpdated(ctx, customer, {})
    await ctx.conclude(
      changeOf(ctx, {
        inserts: kept.inserts,
        replaces: [...kept.replaces, ...touched.replaces],
      }),
      shown('payment_methods', kept.row),
    )
    return kept.row
  })
}
