import { onCurrentRows, type Row, type Write, write } from '../db/index.ts'
import { event } from '../events/index.ts'
import { newId, randomText } from '../kernel/index.ts'
import { changeOf, shown, type Tenant } from '../tenants/index.ts'
import { moveBalance } from './balance.ts'
import type { CustomerFields, NewCustomer } from './commands.ts'
import type { CustomerContext } from './context.ts'
import { refuse } from './errors.ts'
import { givenFields } from './given-fields.ts'
import { type KeptCard, keepCard, methodNamed } from './keep-card.ts'
import { type Customer, plainCustomer } from './model.ts'
import { sourceNamed } from './sources.ts'
import { newTaxId } from './tax-ids.ts'

/**
 * Creates a customer, with the cards, tax ids and balance it is to begin with: all of it or nothing.
 * @throws {Problem} `resource_missing`, `tax_id_invalid`, or the decline of a card
 */
export function createCustomer(
  ctx: CustomerContext,
  fields: NewCustomer,
): Promise<Row<'customers'>> {
  // A token another request used meanwhile is told as used.
  return onCurrentRows(() => create(ctx, fields))
}

async function create(ctx: CustomerContext, fields: NewCustomer): Promise<Row<'customers'>> {
  const at = ctx.clock.now()
  const blank = newCustomer(ctx.tenant, at)
  const taxIds = (fields.tax_id_data ?? []).map((given, index) =>
    newTaxId(ctx.tenant, blank.id, given, at, `tax_id_data[${index}]`),
  )
  const balance = firstBalance(ctx.tenant, blank, fields, at)
  const method = await firstMethod(ctx, blank.id, fields)
  const source = await firstSource(ctx, blank.id, fields)
  const filled = { ...blank, ...givenFields(blank, fields), ...balance?.news }
  const customer: Customer = {
    ...filled,
    default_payment_method_id: defaultOf(fields, method, source),
    details: { ...filled.details, default_source: source?.row.id ?? null },
  }
  const row = plainCustomer(customer)
  const writes: Write[] = [
    write('customers', row),
    ...(balance === undefined ? [] : [write('customer_balance_transactions', balance.row)]),
    ...taxIds.map((taxId) => write('tax_ids', taxId)),
    ...event('customer.created', row, at, ctx.origin),
    ...taxIds.flatMap((taxId) => event('customer.tax_id.created', taxId, at, ctx.origin)),
    ...(method?.inserts ?? []),
    ...(source?.inserts ?? []),
    ...(source === undefined ? [] : event('customer.source.created', source.row, at, ctx.origin)),
  ]
  const replaces = [...(method?.replaces ?? []), ...(source?.replaces ?? [])]
  await ctx.conclude(changeOf(ctx, { inserts: writes, replaces }), shown('customers', row))
  return row
}

async function firstMethod(ctx: CustomerContext, customerId: string, fields: NewCustomer) {
  const { payment_method: id } = fields
  if (id === undefined) return undefined
  return keepCard(ctx, await methodNamed(ctx, id, 'payment_method'), customerId)
}

async function firstSource(ctx: CustomerContext, customerId: string, fields: NewCustomer) {
  const { source } = fields
  if (source === undefined) return undefined
  return keepCard(ctx, await sourceNamed(ctx, source, 'source'), customerId)
}

function firstBalance(
  { merchant }: Tenant,
  blank: Customer,
  { balance: amount = 0n }: CustomerFields,
  at: Date,
) {
  if (amount === 0n) return undefined
  return moveBalance(blank, { amount, currency: merchant.default_currency, type: 'initial' }, at)
}

/** The default can only be a card the customer begins with, named as it was named there. */
function defaultOf(
  { invoice_settings, payment_method }: NewCustomer,
  method: KeptCard | undefined,
  source: KeptCard | undefined,
): string | null {
  const wanted = invoice_settings?.default_payment_method ?? null
  if (wanted === null) return null
  if (method !== undefined && wanted === payment_method) return method.row.id
  if (source !== undefined && wanted === source.row.id) return source.row.id
  throw refuse(
    'resource_missing',
    `The customer does not have a payment method with the ID ${wanted}. The payment method must be attached to the customer.`,
    { param: 'invoice_settings[default_payment_method]' },
  )
}

/** Pure but for its id and invoice prefix: a customer of whom nothing is known. */
function newCustomer({ merchant, livemode }: Tenant, at: Date): Customer {
  return {
    merchant_id: merchant.id,
    livemode,
    id: newId('cus', at.getTime()),
    version: 1,
    created_at: at,
    email: null,
    name: null,
    phone: null,
    description: null,
    balance: 0n,
    currency: null,
    default_payment_method_id: null,
    deleted_at: null,
    metadata: {},
    details: {
      address: null,
      business_name: null,
      individual_name: null,
      shipping: null,
      preferred_locales: [],
      tax_exempt: 'none',
      tax_ip_address: null,
      invoice_prefix: randomText(8).toUpperCase(),
      next_invoice_sequence: 1,
      invoice_settings: { custom_fields: null, footer: null, rendering_options: null },
      default_source: null,
    },
  }
}
