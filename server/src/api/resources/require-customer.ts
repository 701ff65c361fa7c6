import { type Context, findOwn } from '../../tenants/index.ts'
import { noSuch } from '../refusals.ts'

/**
 * A list of a customer that does not exist is refused rather than empty. One that was deleted still has a list.
 * @throws {Problem} `resource_missing`
 */
export async function requireCustomer(
  ctx: Pick<Context, 'queries' | 'tenant'>,
  id: string | undefined,
): Promise<void> {
  if (id === undefined || (await findOwn(ctx, 'customers', id)) !== undefined) return
  throw noSuch('customer', id, 'customer')
}
