import { onCurrentRows } from '../db/index.ts'
import { event, previousAttributes } from '../events/index.ts'
import { changeOf, shown } from '../tenants/index.ts'
import type { ChargeUpdate } from './commands.ts'
import type { PaymentContext } from './context.ts'
import { refuse } from './errors.ts'
import { mergeMetadata } from './metadata.ts'
import type { Attempt } from './model.ts'
import { plain, revise, writeRow } from './rows.ts'
import { get } from './store.ts'
import { checkCustomer } from './use-method.ts'

/**
 * Changes what describes a charge; what was paid cannot change.
 * @throws {Problem} `payment_in_progress` while it is being captured; `parameter_invalid` when it has a customer
 */
export function updateCharge(
  ctx: PaymentContext,
  id: string,
  { customer, metadata, ...fields }: ChargeUpdate,
): Promise<Attempt> {
  return onCurrentRows(async () => {
    const before = await get(ctx, 'attempts', id, 'id')
    if (before.open_modification_id !== null) {
      throw refuse(
        'payment_in_progress',
        `Charge ${id} is being captured or voided. Change it when that is done.`,
      )
    }
    if (customer !== undefined && before.customer_id !== null && before.customer_id !== customer) {
      throw refuse(
        'parameter_invalid',
        'This charge has a customer already, who cannot be changed.',
        { param: 'customer' },
      )
    }
    await checkCustomer(ctx, customer)
    const attempt = revise(before, {
      customer_id: customer ?? before.customer_id,
      metadata: mergeMetadata(before.metadata, metadata),
      details: { ...before.details, ...fields },
    })
    const row = plain('attempts', attempt)
    const previous = previousAttributes(shownParts(before), shownParts(attempt))
    const at = ctx.clock.now()
    const isNews = Object.keys(previous).length > 0
    await ctx.conclude(
      changeOf(ctx, {
        replaces: [writeRow('attempts', attempt)],
        inserts: isNews ? event('charge.updated', row, at, ctx.origin, previous) : [],
      }),
      shown('attempts', row),
    )
    return attempt
  })
}

function shownParts({ customer_id, metadata, details }: Attempt) {
  const { description, fraud_details, receipt_email, shipping, transfer_group } = details
  return {
    ...{ customer: customer_id, description, fraud_details, metadata },
    ...{ receipt_email, shipping, transfer_group },
  }
}
