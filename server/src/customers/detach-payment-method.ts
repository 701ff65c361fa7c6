import { type Change, onCurrentRows, type Row, write } from '../db/index.ts'
import { event } from '../events/index.ts'
import { type Context, changeOf, findOwn, shown } from '../tenants/index.ts'
import { missing, refuse } from './errors.ts'
import { customerUpdated, findCustomer } from './find-customer.ts'
import { type Customer, revise } from './model.ts'
import { withDetails } from './payment-method.ts'

/**
 * Takes a payment method from its customer, for good: it is no default any more, and cannot pay again.
 * @throws {Problem} `resource_missing`, `payment_method_unusable` when it is nobody's
 */
export function detachPaymentMethod(ctx: Context, id: string): Promise<Row<'payment_methods'>> {
  return onCurrentRows(async () => {
    const method = await findOwn(ctx, 'payment_methods', id)
    if (method === undefined) throw missing('PaymentMethod', id, 'payment_method')
    if (method.customer_id === null) {
      throw refuse(
        'payment_method_unusable',
        'The payment method you provided is not attached to a customer so detachment is impossible.',
        { param: 'payment_method' },
      )
    }
    const customer = await findCustomer(ctx, method.customer_id, 'customer')
    const detached = detachment(ctx, method)
    const updated = customerUpdated(ctx, customer, withoutMethod(customer, method.id))
    await ctx.conclude(
      changeOf(ctx, {
        inserts: [...detached.inserts, ...updated.inserts],
        replaces: [...detached.replaces, ...updated.replaces],
      }),
      shown('payment_methods', detached.row),
    )
    return detached.row
  })
}

/** The writes that take a payment method from its customer. */
export function detachment(
  { clock, origin }: Pick<Context, 'clock' | 'origin'>,
  method: Row<'payment_methods'>,
): { readonly row: Row<'payment_methods'> } & Pick<Change, 'inserts' | 'replaces'> {
  const row = revise(withDetails(method, { detached: true }), { customer_id: null })
  const previous = { customer: method.customer_id }
  return {
    row,
    inserts: event('payment_method.detached', row, clock.now(), origin, previous),
    replaces: [write('payment_methods', row)],
  }
}

/** What is left of a customer's defaults without a payment method. */
export function withoutMethod(customer: Customer, methodId: string): Partial<Customer> {
  const { details, default_payment_method_id } = customer
  return {
    ...(default_payment_method_id === methodId ? { default_payment_method_id: null } : {}),
    ...(details.default_source === methodId
      ? { details: { ...details, default_source: null } }
      : {}),
  }
}
