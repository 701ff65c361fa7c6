import type { Context } from '../../../tenants/index.ts'

/** The bytes of one of this tenant's files. @throws {Error} when there are none, which its row rules out */
export async function contentsOf(
  { queries, tenant }: Pick<Context, 'queries' | 'tenant'>,
  id: string,
): Promise<Buffer> {
  const { base64 } = await queries
    .selectFrom('file_contents')
    .select('base64')
    .where('merchant_id', '=', tenant.merchant.id)
    .where('livemode', '=', tenant.livemode)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return Buffer.from(base64, 'base64')
}
