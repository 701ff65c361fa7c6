import { event } from '../events/index.ts'
import { newId, randomText } from '../kernel/index.ts'
import { changeOf, requireCanCharge, shown, type Tenant } from '../tenants/index.ts'
import { askSetup } from './ask-set-up.ts'
import type { PaymentContext } from './context.ts'
import { refuse } from './errors.ts'
import { mergeMetadata } from './metadata.ts'
import type {
  CreateSetupIntent,
  SetupConfirmOptions,
  SetupFields,
  SetupIntent,
  SetupIntentDetails,
} from './set-up-model.ts'
import { plainSetupIntent, writeSetupIntent } from './set-up-rows.ts'
import { checkCustomer, useMethod } from './use-method.ts'

/**
 * Creates a setup intent and, with `confirm`, sets the card up in the same call.
 *
 * @throws {Problem} on what cannot be set up, or the decline; an intent that was declined exists
 */
export async function createSetupIntent(
  ctx: PaymentContext,
  fields: CreateSetupIntent,
): Promise<SetupIntent> {
  requireCanCharge(ctx.tenant)
  await checkCustomer(ctx, fields.customer)
  const method = await useMethod(ctx, fields)
  if (fields.confirm === true && method === undefined) {
    throw refuse(
      'parameter_missing',
      'You cannot confirm this SetupIntent because it is missing a payment method. Name one in `payment_method`.',
      { param: 'payment_method' },
    )
  }
  const at = ctx.clock.now()
  const intent = newSetupIntent(ctx.tenant, fields, method?.row.id ?? null, at)
  const row = plainSetupIntent(intent)
  const inserts = [
    ...(method?.inserts ?? []),
    ...event('setup_intent.created', row, at, ctx.origin),
  ]
  const replaces = method?.replaces ?? []
  if (fields.confirm === true && method !== undefined) {
    const card = await ctx.openCard(method)
    return askSetup(ctx, { intent, isNew: true, method: method.row, card, inserts, replaces })
  }
  await ctx.conclude(
    changeOf(ctx, { inserts: [...inserts, writeSetupIntent(intent)], replaces }),
    shown('setup_intents', row),
  )
  return intent
}

/** Pure but for its id and secret: a new intent, as creation without confirmation leaves it. */
function newSetupIntent(
  { merchant, livemode }: Tenant,
  fields: CreateSetupIntent,
  methodId: string | null,
  at: Date,
): SetupIntent {
  const id = newId('seti', at.getTime())
  return {
    merchant_id: merchant.id,
    livemode,
    id,
    version: 1,
    created_at: at,
    status: methodId === null ? 'requires_payment_method' : 'requires_confirmation',
    client_secret: `${id}_secret_${randomText(25)}`,
    customer_id: fields.customer ?? null,
    payment_method_id: methodId,
    usage: fields.usage ?? 'off_session',
    latest_attempt_id: null,
    open_attempt_id: null,
    metadata: mergeMetadata({}, fields.metadata),
    details: {
      ...emptyDetails,
      automatic_payment_methods:
        fields.automatic_payment_methods ??
        (fields.payment_method_types === undefined ? { enabled: true } : null),
      ...givenSetupDetails(fields),
    },
  }
}

const emptyDetails: SetupIntentDetails = {
  description: null,
  payment_method_types: ['card'],
  automatic_payment_methods: null,
  payment_method_options: {},
  return_url: null,
  use_stripe_sdk: false,
  cancellation_reason: null,
  last_setup_error: null,
  next_action: null,
  mandate_data: null,
  mandate: null,
}

const detailNames = [
  'description',
  'payment_method_options',
  'payment_method_types',
  'mandate_data',
  'return_url',
  'use_stripe_sdk',
] as const

/** The details a request names; what it leaves out stays as it is. */
export function givenSetupDetails(
  fields: SetupFields & SetupConfirmOptions,
): Partial<SetupIntentDetails> {
  const given = detailNames.filter((name) => fields[name] !== undefined)
  return Object.fromEntries(given.map((name) => [name, fields[name]]))
}
