import { onCurrentRows, type Row, write } from '../db/index.ts'
import { event, previousAttributes } from '../events/index.ts'
import { type Context, changeOf, findOwn, shown } from '../tenants/index.ts'
import { readExpiry } from '../vault/index.ts'
import { paymentMethodAttributes } from './attributes.ts'
import { missing, refuse } from './errors.ts'
import { type MetadataChange, mergeMetadata } from './metadata.ts'
import { fullAddress, type Metadata, mergeAddress, revise } from './model.ts'
import type { NewBillingDetails } from './new-payment-method.ts'
import {
  type AllowRedisplay,
  type CardDisplay,
  paymentMethodDetails,
  withDetails,
} from './payment-method.ts'

/** What may be changed about a payment method. Its number may not: that is another card. */
export interface PaymentMethodUpdate {
  readonly billing_details?: NewBillingDetails
  readonly allow_redisplay?: AllowRedisplay
  readonly card?: { readonly exp_month?: number; readonly exp_year?: number }
  readonly metadata?: MetadataChange
}

/**
 * Changes what is known about a customer's payment method.
 * @throws {Problem} `resource_missing`, `payment_method_unusable` when it is nobody's; the vault's on the expiry
 */
export function updatePaymentMethod(
  ctx: Context,
  id: string,
  update: PaymentMethodUpdate,
): Promise<Row<'payment_methods'>> {
  return onCurrentRows(async () => {
    const before = await findOwn(ctx, 'payment_methods', id)
    if (before === undefined) throw missing('PaymentMethod', id, 'payment_method')
    if (before.customer_id === null) {
      throw refuse(
        'payment_method_unusable',
        'You must save this PaymentMethod to a customer before you can update it.',
        { param: 'payment_method' },
      )
    }
    const row = updatedMethod(before, update, ctx.clock.now())
    const previous = previousAttributes(
      paymentMethodAttributes(before),
      paymentMethodAttributes(row),
    )
    const isNews = Object.keys(previous).length > 0
    await ctx.conclude(
      changeOf(ctx, {
        replaces: [write('payment_methods', row)],
        inserts: isNews
          ? event('payment_method.updated', row, ctx.clock.now(), ctx.origin, previous)
          : [],
      }),
      shown('payment_methods', row),
    )
    return row
  })
}

/** Pure: the row after an update, one version on. */
export function updatedMethod(
  before: Row<'payment_methods'>,
  { billing_details: billing, allow_redisplay, card, metadata }: PaymentMethodUpdate,
  now: Date,
): Row<'payment_methods'> {
  const details = paymentMethodDetails(before)
  const changed = withDetails(before, {
    billing_details: {
      ...details.billing_details,
      ...billing,
      address: mergeAddress(details.billing_details.address, billing?.address) ?? fullAddress(null),
    },
    allow_redisplay: allow_redisplay ?? details.allow_redisplay,
    card: card === undefined ? details.card : withExpiry(details.card, card, now),
  })
  return revise(changed, { metadata: mergeMetadata(before.metadata as Metadata, metadata) })
}

function withExpiry(
  card: CardDisplay,
  given: { readonly exp_month?: number; readonly exp_year?: number },
  now: Date,
): CardDisplay {
  const { exp_month = card.exp_month, exp_year = card.exp_year } = given
  const { expMonth, expYear } = readExpiry(exp_month, exp_year, now)
  return { ...card, exp_month: expMonth, exp_year: expYear }
}
