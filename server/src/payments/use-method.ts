import {
  type NewSource,
  paymentMethodDetails,
  sourceNamed,
  type UncodedCard,
  usedUp,
} from '../customers/index.ts'
import type { Row, Write } from '../db/index.ts'
import { write } from '../db/index.ts'
import { findOwn } from '../tenants/index.ts'
import type { IntentFields } from './commands.ts'
import type { PaymentContext } from './context.ts'
import { missing, refuse } from './errors.ts'

/** A payment method to pay with: stored, or made by this very request and stored with its first write. */
export interface UsableMethod {
  readonly row: Row<'payment_methods'>
  readonly inserts: readonly Write[]
  /** The token it was made of is used up with its first write. */
  readonly replaces: readonly Write[]
  /** The card in clear, when the request brought it; else it is opened when needed. */
  readonly card: UncodedCard | undefined
}

/**
 * The payment method a request names or brings: an id, one of the test names
 * (`pm_card_visa`), card data, or a source of older clients.
 * @returns undefined when it names none
 * @throws {Problem} `resource_missing`, `payment_method_unusable`, or the vault's on bad card data
 */
export async function useMethod(
  ctx: PaymentContext,
  fields: Pick<IntentFields, 'payment_method' | 'payment_method_data' | 'source' | 'customer'>,
): Promise<UsableMethod | undefined> {
  const { payment_method: id, payment_method_data: data, source } = fields
  if (source !== undefined) return useSource(ctx, source, fields.customer ?? null)
  const made =
    data !== undefined
      ? await ctx.makeMethod(data)
      : typeof id === 'string'
        ? await ctx.makeTestMethod(id)
        : undefined
  if (made !== undefined) {
    const { row, card, replaces } = made
    return { row, card, replaces, inserts: [write('payment_methods', row)] }
  }
  if (typeof id !== 'string') return undefined
  const row = await findOwn(ctx, 'payment_methods', id)
  if (row === undefined) throw missing('PaymentMethod', id, 'payment_method')
  if (paymentMethodDetails(row).detached) throw usedUp()
  refuseStrangersMethod(row, fields.customer ?? null)
  return { row, inserts: [], replaces: [], card: undefined }
}

async function useSource(
  ctx: PaymentContext,
  source: NewSource,
  customer: string | null,
): Promise<UsableMethod> {
  const { row, isNew, card, replaces } = await sourceNamed(ctx, source, 'source')
  if (paymentMethodDetails(row).detached) throw usedUp()
  refuseStrangersMethod(row, customer)
  return { row, card, replaces, inserts: isNew ? [write('payment_methods', row)] : [] }
}

/** A customer's saved card pays for that customer only. */
export function refuseStrangersMethod(row: Row<'payment_methods'>, customer: string | null): void {
  if (row.customer_id === null || row.customer_id === customer) return
  if (customer === null) {
    throw refuse(
      'payment_method_unusable',
      'The PaymentMethod provided is attached to a customer. Name that customer in `customer` to use it.',
      { param: 'payment_method' },
    )
  }
  throw refuse(
    'payment_method_unusable',
    `The customer does not have a payment method with the ID ${row.id}. The payment method must be attached to the customer.`,
    { param: 'payment_method' },
  )
}

/** A customer that exists and is not deleted. @throws {Problem} `resource_missing` */
export async function checkCustomer(
  ctx: PaymentContext,
  id: string | null | undefined,
): Promise<void> {
  if (id === null || id === undefined) return
  const customer = await findOwn(ctx, 'customers', id)
  if (customer === undefined || customer.deleted_at !== null)
    throw missing('customer', id, 'customer')
}
