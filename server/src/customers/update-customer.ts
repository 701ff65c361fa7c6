import { type Change, type Row, write } from '../db/index.ts'
import { event } from '../events/index.ts'
import { findOwn } from '../tenants/index.ts'
import { moveBalance } from './balance.ts'
import type { CustomerUpdate } from './commands.ts'
import type { CustomerContext } from './context.ts'
import { missing, refuse } from './errors.ts'
import { changeCustomer } from './find-customer.ts'
import { givenFields } from './given-fields.ts'
import { keepCard } from './keep-card.ts'
import type { Customer } from './model.ts'
import { findSource, sourceNamed } from './sources.ts'

/**
 * Changes a customer. A `source` becomes its default; a `balance` is set by a movement that leads there.
 * @throws {Problem} `resource_missing`, `token_already_used`, or the decline of a card
 */
export function updateCustomer(
  ctx: CustomerContext,
  id: string,
  update: CustomerUpdate,
): Promise<Row<'customers'>> {
  return changeCustomer(ctx, id, 'id', async (customer) => {
    const wanted = update.invoice_settings?.default_payment_method
    if (typeof wanted === 'string') await requireOwnMethod(ctx, customer, wanted)
    if (update.default_source !== undefined) await requireSource(ctx, customer, update)
    const balance = newBalance(ctx, customer, update)
    const card = await newSource(ctx, customer, update)
    const filled = givenFields(customer, update)
    const default_source = card.id ?? update.default_source ?? customer.details.default_source
    return {
      news: {
        ...filled,
        ...balance.news,
        ...(wanted === undefined ? {} : { default_payment_method_id: wanted }),
        details: { ...filled.details, default_source },
      },
      also: {
        inserts: [...balance.inserts, ...card.inserts],
        replaces: card.replaces,
      },
    }
  })
}

async function requireOwnMethod(
  ctx: CustomerContext,
  customer: Customer,
  id: string,
): Promise<void> {
  const param = 'invoice_settings[default_payment_method]'
  const method = await findOwn(ctx, 'payment_methods', id)
  if (method === undefined) throw missing('PaymentMethod', id, param)
  if (method.customer_id !== customer.id) {
    throw refuse(
      'resource_missing',
      `The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`,
      { param },
    )
  }
}

async function requireSource(
  ctx: CustomerContext,
  customer: Customer,
  { default_source: id = '', source }: CustomerUpdate,
): Promise<void> {
  if (source !== undefined) {
    throw refuse('parameter_invalid', 'Name `source` or `default_source`, not both.', {
      param: 'default_source',
    })
  }
  await findSource(ctx, customer.id, id, 'default_source')
}

function newBalance(
  { clock, tenant }: CustomerContext,
  customer: Customer,
  { balance }: CustomerUpdate,
): Pick<Change, 'inserts'> & { readonly news: Partial<Customer> } {
  if (balance === undefined || balance === customer.balance) return { inserts: [], news: {} }
  const currency = customer.currency ?? tenant.merchant.default_currency
  const amount = balance - customer.balance
  const moved = moveBalance(customer, { amount, currency, type: 'adjustment' }, clock.now())
  return { inserts: [write('customer_balance_transactions', moved.row)], news: moved.news }
}

async function newSource(
  ctx: CustomerContext,
  customer: Customer,
  { source }: CustomerUpdate,
): Promise<Pick<Change, 'inserts' | 'replaces'> & { readonly id?: string }> {
  if (source === undefined) return { inserts: [], replaces: [] }
  const kept = await keepCard(ctx, await sourceNamed(ctx, source, 'source'), customer.id)
  const created = event('customer.source.created', kept.row, ctx.clock.now(), ctx.origin)
  return {
    id: kept.row.id,
    inserts: [...kept.inserts, ...created],
    replaces: kept.replaces,
  }
}
