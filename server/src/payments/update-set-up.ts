import { onCurrentRows } from '../db/index.ts'
import { changeOf, findOwn, shown } from '../tenants/index.ts'
import { abandonAttempt } from './abandon-set-up.ts'
import type { PaymentContext } from './context.ts'
import { givenSetupDetails } from './create-set-up.ts'
import { mergeMetadata } from './metadata.ts'
import { revise } from './rows.ts'
import { setupConflict } from './set-up-conflict.ts'
import type { SetupFields, SetupIntent } from './set-up-model.ts'
import { getSetupIntent, plainSetupIntent, writeSetupIntent } from './set-up-rows.ts'
import { setupIntentTransitions as of } from './set-up-states.ts'
import { must } from './states.ts'
import { checkCustomer, refuseStrangersMethod, useMethod } from './use-method.ts'

const settled = ['succeeded', 'canceled']
const terms = ['customer', 'payment_method', 'payment_method_data'] as const

/**
 * Changes a setup intent that is not being asked for at this moment. One that is settled changes only in
 * what describes it. A new card while the payer is asked to act ends that attempt.
 *
 * @throws {Problem} `setup_intent_state_conflict`; `resource_missing`, `payment_method_unusable`
 */
export function updateSetupIntent(
  ctx: PaymentContext,
  id: string,
  fields: SetupFields,
): Promise<SetupIntent> {
  return onCurrentRows(async () => {
    const before = await getSetupIntent(ctx, id)
    const changesTerms = terms.some((name) => fields[name] !== undefined)
    if (before.status === 'processing' || (changesTerms && settled.includes(before.status))) {
      throw setupConflict(before, 'update')
    }
    await checkCustomer(ctx, fields.customer)
    const customer = fields.customer ?? before.customer_id
    const method = await useMethod(ctx, { ...fields, customer })
    const keepsMethod = method === undefined && before.payment_method_id !== null
    if (keepsMethod && fields.customer !== undefined) {
      const kept = await findOwn(ctx, 'payment_methods', before.payment_method_id ?? '')
      if (kept !== undefined) refuseStrangersMethod(kept, customer)
    }
    const change = { ...fields, customer, changesTerms }
    const intent = updated(before, change, method?.row.id)
    const row = plainSetupIntent(intent)
    await ctx.conclude(
      changeOf(ctx, {
        inserts: method?.inserts ?? [],
        replaces: [
          ...(method?.replaces ?? []),
          ...(changesTerms ? await abandonAttempt(ctx, before) : []),
          writeSetupIntent(intent),
        ],
      }),
      shown('setup_intents', row),
    )
    return intent
  })
}

interface Change extends Omit<SetupFields, 'customer'> {
  readonly customer: string | null
  readonly changesTerms: boolean
}

/** An intent after an update. Pure. @param methodId the method now named, if any */
function updated(
  before: SetupIntent,
  { customer, changesTerms, ...fields }: Change,
  methodId: string | undefined,
): SetupIntent {
  const payment_method_id =
    fields.payment_method === null ? null : (methodId ?? before.payment_method_id)
  return revise(before, {
    status: changesTerms ? statusWith(before, payment_method_id) : before.status,
    payment_method_id,
    open_attempt_id: changesTerms ? null : before.open_attempt_id,
    customer_id: customer,
    metadata: mergeMetadata(before.metadata, fields.metadata),
    details: {
      ...before.details,
      ...givenSetupDetails(fields),
      next_action: changesTerms ? null : before.details.next_action,
    },
  })
}

function statusWith({ status, payment_method_id }: SetupIntent, methodId: string | null): string {
  if (methodId !== null) return must(of, status, 'method_given')
  return payment_method_id === null ? status : must(of, status, 'method_removed')
}
