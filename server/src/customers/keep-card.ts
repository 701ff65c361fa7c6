import { type Row, type Write, write } from '../db/index.ts'
import { event } from '../events/index.ts'
import type { CardChecks } from '../processors/index.ts'
import { findOwn } from '../tenants/index.ts'
import type { CustomerContext } from './context.ts'
import { missing, refuse } from './errors.ts'
import type { GivenMethod } from './given-method.ts'
import { revise } from './model.ts'
import { type CheckResults, paymentMethodDetails, withDetails } from './payment-method.ts'

/** A payment method that is the customer's from this change on. */
export interface KeptCard {
  readonly row: Row<'payment_methods'>
  readonly inserts: readonly Write[]
  readonly replaces: readonly Write[]
}

/**
 * The payment method of an id, or a fresh one of a test card's name (`pm_card_visa`).
 * @throws {Problem} `resource_missing`
 */
export async function methodNamed(
  ctx: CustomerContext,
  id: string,
  param: string,
): Promise<GivenMethod> {
  const made = await ctx.makeTestMethod(id)
  if (made !== undefined) return { ...made, isNew: true }
  const row = await findOwn(ctx, 'payment_methods', id)
  if (row === undefined) throw missing('PaymentMethod', id, param)
  return { row, isNew: false, card: undefined, replaces: [] }
}

/**
 * Makes a card a customer's, having asked a processor whether it may be kept, unless one has said so before.
 * Nothing is taken and nothing held by that, so it is not written down first: whoever dies on the way has
 * kept nothing, and asks again.
 *
 * @throws {Problem} the decline; `payment_method_unusable` when it was detached or is another customer's
 */
export async function keepCard(
  ctx: CustomerContext,
  method: GivenMethod,
  customerId: string,
): Promise<KeptCard> {
  refuseUsedUp(method.row)
  const row = await verified(ctx, method)
  const attached = { ...row, customer_id: customerId, version: row.version + Number(!method.isNew) }
  const at = ctx.clock.now()
  const attachment = write('payment_methods', attached)
  const news = event('payment_method.attached', attached, at, ctx.origin)
  return {
    row: attached,
    inserts: [...(method.isNew ? [attachment] : []), ...news],
    replaces: [...(method.isNew ? [] : [attachment]), ...method.replaces],
  }
}

function refuseUsedUp({ customer_id, details }: Row<'payment_methods'>): void {
  if (customer_id !== null) {
    throw refuse(
      'payment_method_unusable',
      'The payment method you provided has already been attached to a customer.',
      { param: 'payment_method' },
    )
  }
  if ((details as { detached?: boolean }).detached === true) throw usedUp()
}

/** What was detached stays so: its holder or merchant wanted it gone. */
export function usedUp() {
  return refuse(
    'payment_method_unusable',
    'This PaymentMethod was previously used without being attached to a Customer or was detached from a Customer, and may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.',
    { param: 'payment_method' },
  )
}

async function verified(
  ctx: CustomerContext,
  method: GivenMethod,
): Promise<Row<'payment_methods'>> {
  const { row } = method
  const details = paymentMethodDetails(row)
  if (details.verified) return row
  const checks = await ctx.checkCard(row, await ctx.openCard(method))
  return withChecks(row, checks)
}

/** A payment method a processor has said yes to, with what the processor checked. */
function withChecks(
  row: Row<'payment_methods'>,
  { cvc, line1, postalCode }: CardChecks,
): Row<'payment_methods'> {
  const { card } = paymentMethodDetails(row)
  const checks: CheckResults = {
    address_line1_check: line1 ?? card.checks.address_line1_check,
    address_postal_code_check: postalCode ?? card.checks.address_postal_code_check,
    cvc_check: cvc ?? card.checks.cvc_check,
  }
  return withDetails(row, { verified: true, card: { ...card, checks } })
}

/**
 * What a processor's yes makes of a payment method: it is verified, and the customer's if it was nobody's.
 * One that was detached meanwhile stays nobody's. Pure.
 *
 * @param customerId null where it is not to be kept for anybody
 */
export function afterYes(
  method: Row<'payment_methods'>,
  customerId: string | null,
  checks: CardChecks,
): { readonly row: Row<'payment_methods'>; readonly isAttached: boolean } {
  const isFree = method.customer_id === null && !paymentMethodDetails(method).detached
  const isAttached = customerId !== null && isFree
  const verified = revise(withChecks(method, checks), {})
  return { isAttached, row: isAttached ? { ...verified, customer_id: customerId } : verified }
}
