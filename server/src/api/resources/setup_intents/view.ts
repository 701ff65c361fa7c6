import { unixSeconds } from '../../../kernel/index.ts'
import { type SetupError, type SetupIntent, typedSetupIntent } from '../../../payments/index.ts'
import { kind, type Viewing, type WireObject } from '../../kinds.ts'
import { setupIntent } from './schema.ts'

/** Leave to charge a card later. */
export const setupIntentKind = kind({
  table: 'setup_intents',
  object: 'setup_intent',
  prefix: 'seti',
  schema: setupIntent,
  expandable: {
    application: null,
    customer: 'customers',
    'last_setup_error.payment_method': null,
    latest_attempt: 'setup_attempts',
    mandate: null,
    on_behalf_of: null,
    payment_method: 'payment_methods',
    single_use_mandate: null,
  },
  browser: [
    ...['automatic_payment_methods', 'cancellation_reason', 'client_secret', 'created'],
    ...['description', 'last_setup_error', 'livemode', 'next_action', 'payment_method'],
    ...['payment_method_configuration_details', 'payment_method_types', 'status', 'usage'],
  ],
  companions(row) {
    const { last_setup_error } = typedSetupIntent(row).details
    return last_setup_error === null
      ? []
      : [{ table: 'payment_methods', id: last_setup_error.payment_method }]
  },
  view(row, viewing) {
    const intent = typedSetupIntent(row)
    const { details } = intent
    return {
      id: intent.id,
      object: 'setup_intent',
      allowed_payment_method_types:
        details.automatic_payment_methods === null ? details.payment_method_types : null,
      application: null,
      automatic_payment_methods: details.automatic_payment_methods && {
        allow_redirects: 'always',
        ...details.automatic_payment_methods,
      },
      cancellation_reason: details.cancellation_reason,
      client_secret: intent.client_secret,
      created: unixSeconds(intent.created_at),
      customer: intent.customer_id,
      customer_account: null,
      description: details.description,
      excluded_payment_method_types: null,
      flow_directions: null,
      last_setup_error: setupError(details.last_setup_error, viewing),
      latest_attempt: intent.latest_attempt_id,
      livemode: intent.livemode,
      managed_payments: null,
      mandate: details.mandate,
      metadata: intent.metadata,
      next_action: nextAction(intent),
      on_behalf_of: null,
      payment_method: intent.payment_method_id,
      payment_method_configuration_details: null,
      payment_method_options: {
        card: {
          mandate_options: null,
          network: null,
          request_three_d_secure: 'automatic',
          ...details.payment_method_options.card,
        },
      },
      payment_method_types: details.payment_method_types,
      single_use_mandate: null,
      status: intent.status,
      usage: intent.usage,
    }
  },
})

/** How a try failed, with the payment method as it now is; null when it did not. */
export function setupError(error: SetupError | null, viewing: Viewing): WireObject | null {
  if (error === null) return null
  const { code, decline_code, message, param } = error
  const method = viewing.row('payment_methods', error.payment_method)
  return {
    code,
    ...(decline_code === null ? {} : { decline_code }),
    message,
    ...(param === null ? {} : { param }),
    ...(method === undefined
      ? {}
      : { payment_method: viewing.show('payment_methods', method), payment_method_type: 'card' }),
    type: code === 'setup_intent_authentication_failure' ? 'invalid_request_error' : 'card_error',
  }
}

/** What the payer must do: go to a page, and come back to the merchant's where one was named. */
function nextAction({ details, latest_attempt_id }: SetupIntent): WireObject | null {
  const { next_action: action, return_url, use_stripe_sdk } = details
  if (action === null) return null
  if (return_url !== null && !use_stripe_sdk) {
    return { type: 'redirect_to_url', redirect_to_url: { return_url, url: action.url } }
  }
  return {
    type: 'use_stripe_sdk',
    use_stripe_sdk: {
      source: latest_attempt_id,
      stripe_js: action.url,
      type: 'three_d_secure_redirect',
    },
  }
}
