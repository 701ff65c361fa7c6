import { newId, randomText } from '../kernel/index.ts'
import type { Tenant } from '../tenants/index.ts'
import type { ConfirmOptions, CreateIntent, IntentFields } from './commands.ts'
import { mergeMetadata } from './metadata.ts'
import type { Intent, IntentDetails, PaymentMethodOptions } from './model.ts'

/** A new intent, unsaved, as creation without confirmation leaves it. Pure but for its id and secret. */
export function newIntent(
  { merchant, livemode }: Tenant,
  fields: CreateIntent,
  methodId: string | null,
  at: Date,
): Intent {
  // A hidden intent's id sorts apart from the others', so that lists pass it by.
  const id = newId(fields.legacy_charge === true ? 'lpi' : 'pi', at.getTime())
  return {
    merchant_id: merchant.id,
    livemode,
    id,
    version: 1,
    created_at: at,
    status: methodId === null ? 'requires_payment_method' : 'requires_confirmation',
    amount: fields.amount,
    amount_capturable: 0n,
    amount_received: 0n,
    currency: fields.currency,
    capture_method: fields.capture_method ?? 'automatic_async',
    customer_id: fields.customer ?? null,
    payment_method_id: methodId,
    latest_attempt_id: null,
    open_attempt_id: null,
    client_secret: `${id}_secret_${randomText(25)}`,
    canceled_at: null,
    metadata: mergeMetadata({}, fields.metadata),
    details: {
      ...emptyDetails,
      confirmation_method: fields.confirmation_method ?? 'automatic',
      payment_method_types: fields.payment_method_types ?? ['card'],
      automatic_payment_methods:
        fields.automatic_payment_methods ??
        (fields.payment_method_types === undefined ? { enabled: true } : null),
      on_behalf_of: fields.on_behalf_of ?? null,
      legacy_charge: fields.legacy_charge ?? false,
      ...givenDetails(fields),
      ...confirmDetails(fields),
    },
  }
}

const emptyDetails: IntentDetails = {
  description: null,
  receipt_email: null,
  setup_future_usage: null,
  shipping: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  confirmation_method: 'automatic',
  payment_method_types: ['card'],
  automatic_payment_methods: null,
  payment_method_options: {},
  application_fee_amount: null,
  transfer_data: null,
  transfer_group: null,
  on_behalf_of: null,
  return_url: null,
  off_session: false,
  error_on_requires_action: false,
  cancellation_reason: null,
  last_payment_error: null,
  next_action: null,
  legacy_charge: false,
  mandate_data: null,
  use_stripe_sdk: false,
}

const detailNames = [
  'description',
  'receipt_email',
  'setup_future_usage',
  'shipping',
  'statement_descriptor',
  'statement_descriptor_suffix',
  'payment_method_types',
  'application_fee_amount',
  'transfer_data',
  'transfer_group',
] as const

/**
 * The details a request names; what it leaves out stays as it is.
 * @param options what was said of payment methods before: each option is changed on its own
 */
export function givenDetails(
  fields: IntentFields,
  options: PaymentMethodOptions = {},
): Partial<IntentDetails> {
  const given: Record<string, unknown> = {}
  for (const name of detailNames) if (fields[name] !== undefined) given[name] = fields[name]
  if (fields.payment_method_options !== undefined) {
    const card = { ...options.card, ...fields.payment_method_options.card }
    given['payment_method_options'] = { card }
  }
  return given
}

/** The details only a confirmation names. Each confirmation says anew who is there to act. */
export function confirmDetails(options: ConfirmOptions): Partial<IntentDetails> {
  return {
    off_session: options.off_session ?? false,
    error_on_requires_action: options.error_on_requires_action ?? false,
    use_stripe_sdk: options.use_stripe_sdk ?? false,
    ...(options.return_url === undefined ? {} : { return_url: options.return_url }),
    ...(options.mandate_data === undefined ? {} : { mandate_data: options.mandate_data }),
  }
}
