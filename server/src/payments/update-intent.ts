import { onCurrentRows } from '../db/index.ts'
import { money } from '../kernel/index.ts'
import { changeOf, findOwn, requireCurrency, shown } from '../tenants/index.ts'
import { checkAmount } from './amounts.ts'
import { checkApplicationFee } from './application-fee.ts'
import type { IntentFields } from './commands.ts'
import type { PaymentContext } from './context.ts'
import { refuse } from './errors.ts'
import { intentConflict } from './intent-conflict.ts'
import { aboutIntent } from './intent-event.ts'
import { mergeMetadata } from './metadata.ts'
import type { Intent } from './model.ts'
import { givenDetails } from './new-intent.ts'
import { releaseAttempt } from './release-attempt.ts'
import { plain, revise, writeRow } from './rows.ts'
import { must, intentTransitions as of } from './states.ts'
import { get } from './store.ts'
import { checkCustomer, refuseStrangersMethod, useMethod } from './use-method.ts'

/** What is agreed with the payer: it stands once money is held or taken. */
const terms = [
  ...([
    'amount',
    'currency',
    'customer',
    'payment_method',
    'payment_method_data',
    'source',
  ] as const),
  ...(['payment_method_types', 'payment_method_options', 'capture_method'] as const),
  ...(['setup_future_usage', 'statement_descriptor', 'statement_descriptor_suffix'] as const),
  ...(['application_fee_amount', 'transfer_data'] as const),
]
const open = ['requires_payment_method', 'requires_confirmation', 'requires_action']

/**
 * Changes a payment intent that is not being asked for at this moment. Once money is held or taken only what
 * describes it can change. Terms that change while the payer is asked to act end that attempt.
 *
 * @returns the intent: with a method it waits for confirmation, without one for a method
 * @throws {Problem} `intent_state_conflict`; `resource_missing`, `payment_method_unusable`
 */
export function updateIntent(
  ctx: PaymentContext,
  id: string,
  fields: IntentFields,
): Promise<Intent> {
  return onCurrentRows(async () => {
    const found = await get(ctx, 'payment_intents', id, 'intent')
    if (found.status === 'processing') throw intentConflict(found, 'update')
    const term = terms.find((name) => fields[name] !== undefined)
    if (term !== undefined && !open.includes(found.status)) throw termConflict(found, term)
    if (fields.currency !== undefined) requireCurrency(ctx.tenant.psp, fields.currency, 'currency')
    checkTerms(found, fields)
    await checkCustomer(ctx, fields.customer)
    const customer = fields.customer === undefined ? found.customer_id : fields.customer
    const method = await useMethod(ctx, { ...fields, customer })
    await refuseOldMethod(ctx, found, fields, customer)
    const stored =
      term !== undefined && found.status === 'requires_action'
        ? await releaseAttempt(ctx, found, 'update')
        : found
    const intent = updated(stored, { ...fields, customer }, method?.row.id)
    const row = plain('payment_intents', intent)
    await ctx.conclude(
      changeOf(ctx, {
        inserts: method?.inserts ?? [],
        replaces: [...(method?.replaces ?? []), writeRow('payment_intents', intent)],
      }),
      shown('payment_intents', row),
    )
    return intent
  })
}

/** @throws {Problem} `amount_too_small`, `amount_too_large`; `parameter_invalid` for a fee of more than that */
function checkTerms(before: Intent, fields: IntentFields): void {
  const { application_fee_amount: fee } = fields
  const amount = money(fields.amount ?? before.amount, fields.currency ?? before.currency)
  checkAmount(amount)
  if (fee === undefined) {
    checkApplicationFee(before.details.application_fee_amount, amount, 'amount')
  } else {
    checkApplicationFee(fee, amount)
  }
}

/** An intent after an update. Pure. @param methodId the method now named, if any */
function updated(before: Intent, fields: IntentFields, methodId: string | undefined): Intent {
  const isUnset = fields.payment_method === null
  const payment_method_id = isUnset ? null : (methodId ?? before.payment_method_id)
  const status =
    methodId !== undefined
      ? must(of, before.status, 'method_given')
      : isUnset && before.payment_method_id !== null
        ? must(of, before.status, 'method_removed')
        : before.status
  return revise(before, {
    status,
    payment_method_id,
    amount: fields.amount ?? before.amount,
    currency: fields.currency ?? before.currency,
    customer_id: fields.customer ?? null,
    capture_method: fields.capture_method ?? before.capture_method,
    metadata: mergeMetadata(before.metadata, fields.metadata),
    details: {
      ...before.details,
      ...givenDetails(fields, before.details.payment_method_options),
      last_payment_error: null,
    },
  })
}

/** Another customer cannot take over the first one's saved card. */
async function refuseOldMethod(
  ctx: PaymentContext,
  { payment_method_id }: Intent,
  fields: IntentFields,
  customer: string | null,
): Promise<void> {
  const isReplaced =
    fields.payment_method !== undefined ||
    (fields.payment_method_data ?? fields.source) !== undefined
  if (fields.customer === undefined || isReplaced || payment_method_id === null) return
  const row = await findOwn(ctx, 'payment_methods', payment_method_id)
  if (row !== undefined) refuseStrangersMethod(row, customer)
}

function termConflict(intent: Intent, term: string) {
  if (term === 'application_fee_amount' && intent.status === 'succeeded') {
    return refuse(
      'parameter_invalid',
      'The parameter application_fee_amount cannot be updated on a PaymentIntent after a capture has already been made.',
      { param: term },
    )
  }
  return refuse(
    'intent_state_conflict',
    `This PaymentIntent's ${term} could not be updated because it has a status of ${intent.status}. You may only update the ${term} of a PaymentIntent with one of the following statuses: ${open.join(', ')}.`,
    { param: term, ...aboutIntent(intent) },
  )
}
