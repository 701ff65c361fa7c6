import { onCurrentRows, type Row, write } from '../db/index.ts'
import { event } from '../events/index.ts'
import { type Context, changeOf, findOwn, shown } from '../tenants/index.ts'
import type { NewSource } from './commands.ts'
import type { CustomerContext } from './context.ts'
import { detachment, withoutMethod } from './detach-payment-method.ts'
import { missing } from './errors.ts'
import { customerUpdated, findCustomer } from './find-customer.ts'
import type { GivenMethod } from './given-method.ts'
import { keepCard } from './keep-card.ts'
import type { MetadataChange } from './metadata.ts'
import type { Customer } from './model.ts'
import { spendToken } from './spend-token.ts'
import { type PaymentMethodUpdate, updatedMethod } from './update-payment-method.ts'

/*
 * Cards as clients knew them before payment methods. A card made of a token (`card_…`) or a source (`src_…`)
 * is a payment method like any other and can be used as one; only here it is shown in its old shape.
 */

/** Whether a payment method is one that older clients know as a source. */
export function isSource({ id }: { readonly id: string }): boolean {
  return id.startsWith('card_') || id.startsWith('src_')
}

/**
 * The card a token, test name, source or card data stands for, to be kept or charged.
 * @param param where it was named
 * @throws {Problem} `resource_missing`, `token_already_used`, or the vault's on bad card data
 */
export async function sourceNamed(
  ctx: CustomerContext,
  source: NewSource,
  param: string,
): Promise<GivenMethod> {
  if (typeof source !== 'string') {
    const { billing_details, metadata, ...card } = source
    const made = await ctx.makeMethod(
      {
        card,
        ...(billing_details === undefined ? {} : { billing_details }),
        ...(metadata === undefined ? {} : { metadata }),
      },
      'card',
    )
    return { ...made, isNew: true }
  }
  if (isSource({ id: source })) {
    const row = await findOwn(ctx, 'payment_methods', source)
    if (row === undefined) throw missing('source', source, param)
    return { row, isNew: false, card: undefined, replaces: [] }
  }
  const made = await ctx.makeTestMethod(source, 'card')
  if (made !== undefined) return { ...made, isNew: true }
  const { row, card, replaces } = await spendToken(ctx, source, param)
  return { row, card, replaces, isNew: false }
}

/**
 * Gives a customer a card; the first one becomes the default.
 * @throws {Problem} `resource_missing`, `token_already_used`, or the decline
 */
export function createSource(
  ctx: CustomerContext,
  customerId: string,
  source: NewSource,
  metadata?: MetadataChange,
): Promise<Row<'payment_methods'>> {
  return onCurrentRows(async () => {
    const customer = await findCustomer(ctx, customerId, 'customer')
    const given = await sourceNamed(ctx, source, 'source')
    const named = metadata === undefined ? given.row : { ...given.row, metadata: { ...metadata } }
    const { row, inserts, replaces } = await keepCard(ctx, { ...given, row: named }, customer.id)
    const updated = customerUpdated(ctx, customer, defaultIfFirst(customer, row.id))
    await ctx.conclude(
      changeOf(ctx, {
        inserts: [
          ...inserts,
          ...event('customer.source.created', row, ctx.clock.now(), ctx.origin),
          ...updated.inserts,
        ],
        replaces: [...replaces, ...updated.replaces],
      }),
      shown('payment_methods', row),
    )
    return row
  })
}

function defaultIfFirst({ details }: Customer, id: string): Partial<Customer> {
  return details.default_source === null ? { details: { ...details, default_source: id } } : {}
}

/**
 * One card as a source.
 * @param customerId whose it must be; anybody's or nobody's when left out
 * @throws {Problem} `resource_missing`, naming `param`
 */
export async function findSource(
  ctx: Pick<Context, 'queries' | 'tenant'>,
  customerId: string | undefined,
  id: string,
  param = 'id',
): Promise<Row<'payment_methods'>> {
  const row = isSource({ id }) ? await findOwn(ctx, 'payment_methods', id) : undefined
  const isTheirs = customerId === undefined || row?.customer_id === customerId
  if (row === undefined || !isTheirs) throw missing('source', id, param)
  return row
}

/** Changes what is known about a card. @throws {Problem} `resource_missing`; the vault's on the expiry */
export function updateSource(
  ctx: Context,
  customerId: string | undefined,
  id: string,
  update: PaymentMethodUpdate,
): Promise<Row<'payment_methods'>> {
  return onCurrentRows(async () => {
    const before = await findSource(ctx, customerId, id)
    const at = ctx.clock.now()
    const row = updatedMethod(before, update, at)
    await ctx.conclude(
      changeOf(ctx, {
        replaces: [write('payment_methods', row)],
        inserts: event('customer.source.updated', row, at, ctx.origin),
      }),
      shown('payment_methods', row),
    )
    return row
  })
}

/** Takes a card from its customer, for good. @throws {Problem} `resource_missing` */
export function deleteSource(
  ctx: Context,
  customerId: string,
  id: string,
): Promise<Row<'payment_methods'>> {
  return onCurrentRows(async () => {
    const customer = await findCustomer(ctx, customerId, 'customer')
    const before = await findSource(ctx, customerId, id)
    const { row, inserts, replaces } = detachment(ctx, before)
    const updated = customerUpdated(ctx, customer, withoutMethod(customer, id))
    await ctx.conclude(
      changeOf(ctx, {
        inserts: [
          ...inserts,
          ...event('customer.source.deleted', before, ctx.clock.now(), ctx.origin),
          ...updated.inserts,
        ],
        replaces: [...replaces, ...updated.replaces],
      }),
      shown('payment_methods', row),
    )
    return row
  })
}
