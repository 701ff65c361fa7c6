import { onCurrentRows, type Row, write } from '../db/index.ts'
import { event } from '../events/index.ts'
import { newId } from '../kernel/index.ts'
import { type Context, changeOf, findOwn, shown, type Tenant } from '../tenants/index.ts'
import type { NewTaxId } from './commands.ts'
import { missing, refuse } from './errors.ts'
import { findCustomer } from './find-customer.ts'
import { revise } from './model.ts'
import { taxIdCountry, taxIdFault, taxIdTypes } from './tax-id-types.ts'

/** Whose tax id it is: a customer's, or with null the merchant's own. */
export type TaxIdOwner = string | null

/**
 * Gives a customer, or the merchant itself, a tax id.
 * @throws {Problem} `tax_id_invalid`, saying what one looks like
 */
export async function createTaxId(
  ctx: Context,
  owner: TaxIdOwner,
  given: NewTaxId,
): Promise<Row<'tax_ids'>> {
  if (owner !== null) await findCustomer(ctx, owner, 'customer')
  const at = ctx.clock.now()
  const row = newTaxId(ctx.tenant, owner, given, at, '')
  await ctx.conclude(
    changeOf(ctx, {
      inserts: [write('tax_ids', row), ...taxIdEvent(ctx, 'customer.tax_id.created', row, at)],
    }),
    shown('tax_ids', row),
  )
  return row
}

/**
 * Removes a tax id.
 * @throws {Problem} `resource_missing` when it is not this owner's
 */
export function deleteTaxId(ctx: Context, owner: TaxIdOwner, id: string): Promise<Row<'tax_ids'>> {
  return onCurrentRows(async () => {
    const before = await findOwn(ctx, 'tax_ids', id)
    if (before === undefined || before.deleted_at !== null || before.customer_id !== owner) {
      throw missing('tax_id', id, 'id')
    }
    const at = ctx.clock.now()
    const row = revise(before, { deleted_at: at })
    await ctx.conclude(
      changeOf(ctx, {
        replaces: [write('tax_ids', row)],
        inserts: taxIdEvent(ctx, 'customer.tax_id.deleted', before, at),
      }),
      shown('tax_ids', row),
    )
    return row
  })
}

/** Events tell of customers' tax ids only. */
function taxIdEvent(
  { origin }: Context,
  type: 'customer.tax_id.created' | 'customer.tax_id.deleted',
  row: Row<'tax_ids'>,
  at: Date,
) {
  return row.customer_id === null ? [] : event(type, row, at, origin)
}

/**
 * Pure but for its id: a new tax id, its form checked.
 * @param prefix of the parameters' names: `tax_id_data[0]`, or nothing
 * @throws {Problem} `tax_id_invalid`
 */
export function newTaxId(
  { merchant, livemode }: Tenant,
  owner: TaxIdOwner,
  { type, value }: NewTaxId,
  at: Date,
  prefix: string,
): Row<'tax_ids'> {
  const param = (name: string) => (prefix === '' ? name : `${prefix}[${name}]`)
  if (!taxIdTypes.includes(type)) {
    throw refuse('parameter_invalid', `Invalid type: must be one of ${taxIdTypes.join(', ')}`, {
      param: param('type'),
    })
  }
  const fault = taxIdFault(type, value)
  if (fault !== undefined) throw refuse('tax_id_invalid', fault, { param: param('value') })
  return {
    merchant_id: merchant.id,
    livemode,
    id: newId('txi', at.getTime()),
    version: 1,
    created_at: at,
    customer_id: owner,
    type,
    value,
    country: taxIdCountry(type, value),
    deleted_at: null,
  }
}
