import { type Change, onCurrentRows, type Row, write } from '../db/index.ts'
import { event, previousAttributes } from '../events/index.ts'
import { type Context, changeOf, findOwn, shown } from '../tenants/index.ts'
import { customerAttributes } from './attributes.ts'
import { missing } from './errors.ts'
import { type Customer, plainCustomer, revise, typedCustomer } from './model.ts'

/**
 * A customer who is not deleted.
 * @param param where the id came from
 * @throws {Problem} `resource_missing`
 */
export async function findCustomer(
  ctx: Pick<Context, 'queries' | 'tenant'>,
  id: string,
  param: string,
): Promise<Customer> {
  const row = await findOwn(ctx, 'customers', id)
  if (row === undefined || row.deleted_at !== null) throw missing('customer', id, param)
  return typedCustomer(row)
}

/** The writes that make a customer what it now is, with the event that tells what it was before. */
export function customerUpdated(
  { clock, origin }: Pick<Context, 'clock' | 'origin'>,
  before: Customer,
  news: Partial<Customer>,
): { readonly customer: Customer } & Pick<Change, 'inserts' | 'replaces'> {
  const customer = revise(before, news)
  const row = plainCustomer(customer)
  const previous = previousAttributes(customerAttributes(before), customerAttributes(customer))
  const isNews = Object.keys(previous).length > 0
  return {
    customer,
    replaces: [write('customers', row)],
    inserts: isNews ? event('customer.updated', row, clock.now(), origin, previous) : [],
  }
}

/** What a verb decided about a customer: what else to write, and the row that answers the request. */
export interface CustomerDecision {
  readonly news: Partial<Customer>
  readonly also?: Partial<Change>
}

/**
 * Changes a customer on its current row and concludes with it.
 * @param decide may ask processors; it runs again when another request changed the customer meanwhile
 */
export function changeCustomer(
  ctx: Context,
  id: string,
  param: string,
  decide: (customer: Customer) => Promise<CustomerDecision>,
): Promise<Row<'customers'>> {
  return onCurrentRows(async () => {
    const before = await findCustomer(ctx, id, param)
    const { news, also = {} } = await decide(before)
    const { customer, inserts, replaces } = customerUpdated(ctx, before, news)
    const row = plainCustomer(customer)
    await ctx.conclude(
      changeOf(ctx, {
        inserts: [...inserts, ...(also.inserts ?? [])],
        replaces: [...replaces, ...(also.replaces ?? [])],
      }),
      shown('customers', row),
    )
    return row
  })
}
