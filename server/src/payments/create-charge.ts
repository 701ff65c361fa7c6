import { findCustomer } from '../customers/index.ts'
import type { ChargeFields } from './commands.ts'
import type { PaymentContext } from './context.ts'
import { createIntent } from './create-intent.ts'
import { refuse } from './errors.ts'
import type { Attempt } from './model.ts'
import { get } from './store.ts'

/**
 * Charges a card in one call, for clients that know no payment intents. The intent it makes is nobody's to
 * see. A card whose issuer wants to see the payer is declined: such a client cannot show a challenge.
 *
 * @returns the charge; one whose outcome nobody knows yet is still open
 * @throws {Problem} what creating an intent refuses; the decline
 */
export async function createCharge(ctx: PaymentContext, fields: ChargeFields): Promise<Attempt> {
  const { capture = true, ...rest } = fields
  const source = fields.source ?? (await defaultSource(ctx, fields.customer ?? ''))
  const intent = await createIntent(ctx, {
    ...{ ...rest, source },
    capture_method: capture ? 'automatic' : 'manual',
    ...{ legacy_charge: true, confirm: true, error_on_requires_action: true },
  })
  const id = intent.latest_attempt_id ?? intent.open_attempt_id
  return get(ctx, 'attempts', id ?? '', 'charge')
}

/** The card a customer pays with unless another is named. */
async function defaultSource(ctx: PaymentContext, customerId: string): Promise<string> {
  const { details } = await findCustomer(ctx, customerId, 'customer')
  if (details.default_source !== null) return details.default_source
  throw refuse('no_active_card', 'Cannot charge a customer that has no active card', {
    param: 'card',
  })
}
