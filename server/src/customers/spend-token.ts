import { type Row, type Write, write } from '../db/index.ts'
import { type Context, findOwn } from '../tenants/index.ts'
import type { Vault } from '../vault/index.ts'
import { missing, refuse } from './errors.ts'
import { revise } from './model.ts'
import {
  type BillingDetails,
  openUncoded,
  paymentMethodDetails,
  type UncodedCard,
} from './payment-method.ts'

/** What a token stood for. */
export interface SpentToken {
  /** The card it was made of: `card_…`, stored. */
  readonly row: Row<'payment_methods'>
  readonly card: UncodedCard
  readonly expiry: { readonly exp_month: number; readonly exp_year: number }
  readonly billing_details: BillingDetails
  /** Marks the token as used. It goes with whatever the card is used for, so that of two users one wins. */
  readonly replaces: readonly Write[]
}

/**
 * Finds the card of a token and uses the token up.
 *
 * @param param where the token was named
 * @throws {Problem} `resource_missing`, `token_already_used`
 */
export async function spendToken(
  ctx: Pick<Context, 'clock' | 'tenant' | 'queries'> & { readonly vault: Vault },
  id: string,
  param: string,
): Promise<SpentToken> {
  const token = await findOwn(ctx, 'tokens', id)
  if (token === undefined) throw missing('token', id, param)
  const row = await findOwn(ctx, 'payment_methods', token.payment_method_id)
  if (row === undefined) throw new Error(`${id} has lost its card.`)
  // Used between the two readings, it shows on the card only.
  if (token.used_at !== null || row.customer_id !== null) {
    throw refuse(
      'token_already_used',
      `You cannot use a Stripe token more than once: ${id}. Make another token of the card.`,
      { param },
    )
  }
  const { card, billing_details } = paymentMethodDetails(row)
  return {
    row,
    card: await openUncoded(ctx, row),
    expiry: { exp_month: card.exp_month, exp_year: card.exp_year },
    billing_details,
    replaces: [write('tokens', revise(token, { used_at: ctx.clock.now() }))],
  }
}
