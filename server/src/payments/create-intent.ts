import { write } from '../db/index.ts'
import { changeOf, requireCanCharge, requireCurrency, shown } from '../tenants/index.ts'
import { checkAmount } from './amounts.ts'
import { checkApplicationFee } from './application-fee.ts'
import { askPayment } from './ask-payment.ts'
import type { CreateIntent } from './commands.ts'
import type { PaymentContext } from './context.ts'
import { refuse } from './errors.ts'
import { intentEvent } from './intent-event.ts'
import type { Intent } from './model.ts'
import { newIntent } from './new-intent.ts'
import { plain } from './rows.ts'
import { checkCustomer, useMethod } from './use-method.ts'

/**
 * Creates a payment intent and, with `confirm`, asks for the payment in the same call.
 *
 * @returns the intent: `requires_payment_method` or `requires_confirmation`, or what confirming made of it
 * @throws {Problem} on what cannot be paid, or the decline; an intent that was declined exists
 */
export async function createIntent(ctx: PaymentContext, fields: CreateIntent): Promise<Intent> {
  checkAmount(fields)
  checkApplicationFee(fields.application_fee_amount, fields)
  requireCanCharge(ctx.tenant)
  requireCurrency(ctx.tenant.psp, fields.currency, 'currency')
  await checkCustomer(ctx, fields.customer)
  const method = await useMethod(ctx, fields)
  if (fields.confirm === true && method === undefined) {
    throw refuse(
      'parameter_missing',
      'You cannot confirm this PaymentIntent because it is missing a payment method. Name one in `payment_method`.',
      { param: 'payment_method' },
    )
  }
  const at = ctx.clock.now()
  const intent = newIntent(ctx.tenant, fields, method?.row.id ?? null, at)
  const inserts = [
    ...(method?.inserts ?? []),
    ...intentEvent('payment_intent.created', intent, at, ctx.origin),
  ]
  if (fields.confirm === true && method !== undefined) {
    return askPayment(ctx, {
      intent,
      isNew: true,
      method: method.row,
      card: await ctx.openCard(method),
      offSession: intent.details.off_session,
      inserts,
      replaces: method.replaces,
    })
  }
  const row = plain('payment_intents', intent)
  await ctx.conclude(
    changeOf(ctx, {
      inserts: [...inserts, write('payment_intents', row)],
      replaces: method?.replaces ?? [],
    }),
    shown('payment_intents', row),
  )
  return intent
}
