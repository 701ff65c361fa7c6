import { type Row, write } from '../db/index.ts'
import { newId } from '../kernel/index.ts'
import { changeOf, shown } from '../tenants/index.ts'
import type { NewCard } from './commands.ts'
import type { CustomerContext } from './context.ts'
import { sourceNamed } from './sources.ts'

/**
 * Takes card data in and hands out a token for it, good for one use.
 * @param clientIp of whoever sent the card
 * @throws {Problem} the vault's, naming the field
 */
export async function createToken(
  ctx: CustomerContext,
  card: NewCard,
  clientIp: string | null,
): Promise<Row<'tokens'>> {
  const { row: method } = await sourceNamed(ctx, card, 'card')
  const at = ctx.clock.now()
  const row: Row<'tokens'> = {
    merchant_id: ctx.tenant.merchant.id,
    livemode: ctx.tenant.livemode,
    id: newId('tok', at.getTime()),
    version: 1,
    created_at: at,
    type: 'card',
    payment_method_id: method.id,
    used_at: null,
    client_ip: clientIp,
  }
  await ctx.conclude(
    changeOf(ctx, { inserts: [write('payment_methods', method), write('tokens', row)] }),
    shown('tokens', row),
  )
  return row
}
