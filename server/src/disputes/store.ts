import { type Context, findOwn } from '../tenants/index.ts'
import { type Dispute, typedDispute } from './model.ts'

/** A tenant's dispute by what its processor calls it, or undefined. */
export async function findByReference(
  { queries, tenant }: Pick<Context, 'queries' | 'tenant'>,
  accountId: string,
  processorReference: string,
): Promise<Dispute | undefined> {
  const row = await queries
    .selectFrom('disputes')
    .selectAll()
    .where('merchant_id', '=', tenant.merchant.id)
    .where('livemode', '=', tenant.livemode)
    .where('processor_account_id', '=', accountId)
    .where('processor_reference', '=', processorReference)
    .executeTakeFirst()
  return row && typedDispute(row)
}

/** A tenant's dispute. @throws {Error} when there is none: who asks has seen it */
export async function getDispute(
  ctx: Pick<Context, 'queries' | 'tenant'>,
  id: string,
): Promise<Dispute> {
  const row = await findOwn(ctx, 'disputes', id)
  if (row === undefined) throw new Error(`There is no dispute ${id}.`)
  return typedDispute(row)
}
