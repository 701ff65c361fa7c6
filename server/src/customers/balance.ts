import { onCurrentRows, type Row, write } from '../db/index.ts'
import { newId } from '../kernel/index.ts'
import { type Context, changeOf, shown } from '../tenants/index.ts'
import type { NewBalanceTransaction } from './commands.ts'
import { missing, refuse } from './errors.ts'
import { customerUpdated, findCustomer } from './find-customer.ts'
import { type MetadataChange, mergeMetadata } from './metadata.ts'
import { type Customer, type Metadata, revise } from './model.ts'
import { findBalanceTransaction } from './store.ts'

type BalanceRow = Row<'customer_balance_transactions'>

/** Beyond this, sums could no longer be told exactly in JSON. */
const largest = 9_000_000_000_000n

/**
 * Moves a customer's balance. The balance is the sum of its transactions: both are written in one change, on
 * the version of the customer it was decided on, so that of two racing movements none is lost.
 *
 * @throws {Problem} `resource_missing`, `currency_mixed`
 */
export function createBalanceTransaction(
  ctx: Context,
  customerId: string,
  given: NewBalanceTransaction,
): Promise<BalanceRow> {
  return onCurrentRows(async () => {
    const before = await findCustomer(ctx, customerId, 'customer')
    const { row, news } = moveBalance(before, { ...given, type: 'adjustment' }, ctx.clock.now())
    const { inserts, replaces } = customerUpdated(ctx, before, news)
    await ctx.conclude(
      changeOf(ctx, {
        inserts: [write('customer_balance_transactions', row), ...inserts],
        replaces,
      }),
      shown('customer_balance_transactions', row),
    )
    return row
  })
}

/** Pure: a movement, and what it makes of the customer. @throws {Problem} `currency_mixed`, `parameter_invalid` */
export function moveBalance(
  customer: Customer,
  given: NewBalanceTransaction & { readonly type: 'adjustment' | 'initial' },
  at: Date,
): { readonly row: BalanceRow; readonly news: Pick<Customer, 'balance' | 'currency'> } {
  const { amount, currency } = given
  if (customer.currency !== null && customer.currency !== currency) {
    throw refuse(
      'currency_mixed',
      `You cannot combine currencies on a single customer. This customer's balance is in ${customer.currency}, and you passed ${currency}.`,
      { param: 'currency' },
    )
  }
  const balance = customer.balance + amount
  if (balance > largest || balance < -largest) {
    throw refuse('parameter_invalid', `A balance goes from -${largest} to ${largest}.`, {
      param: 'amount',
    })
  }
  return {
    news: { balance, currency },
    row: {
      merchant_id: customer.merchant_id,
      livemode: customer.livemode,
      id: newId('cbtxn', at.getTime()),
      version: 1,
      created_at: at,
      customer_id: customer.id,
      type: given.type,
      amount,
      ending_balance: balance,
      currency,
      description: given.description ?? null,
      metadata: mergeMetadata({}, given.metadata),
    },
  }
}

/**
 * Changes what is said about a movement; the movement itself stays.
 * @throws {Problem} `resource_missing`
 */
export function updateBalanceTransaction(
  ctx: Context,
  of: { readonly customer: string; readonly id: string },
  update: { readonly description?: string | null; readonly metadata?: MetadataChange },
): Promise<BalanceRow> {
  return onCurrentRows(async () => {
    const before = await findBalanceTransaction(ctx, of.customer, of.id)
    if (before === undefined) throw missing('customer_balance_transaction', of.id, 'transaction')
    const row = revise(before, {
      ...(update.description === undefined ? {} : { description: update.description }),
      metadata: mergeMetadata(before.metadata as Metadata, update.metadata),
    })
    await ctx.conclude(
      changeOf(ctx, { replaces: [write('customer_balance_transactions', row)] }),
      shown('customer_balance_transactions', row),
    )
    return row
  })
}
