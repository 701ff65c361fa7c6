import { z } from 'zod'
import { datedListParams } from '../../list-params.ts'
import {
  boolean,
  clearable,
  enumeration,
  id,
  metadata,
  optional,
  otherMethodParams,
  paymentMethodData,
  text,
  unsupported,
  unsupportedAll,
} from '../../wire/index.ts'
import { mandateData, methodTypes, returnUrl } from '../payment_intents/fields.ts'

const cardOptions = z.strictObject({
  request_three_d_secure: optional(enumeration(['automatic', 'any', 'challenge'])),
  ...unsupportedAll([
    'mandate_options',
    'moto',
    'network',
    'setup_credential_usage',
    'three_d_secure',
  ]),
})

const paymentMethodOptions = z.strictObject({
  card: optional(cardOptions),
  ...otherMethodParams,
})

const method = {
  payment_method: optional(id('pm')),
  payment_method_data: optional(paymentMethodData()),
  payment_method_options: optional(paymentMethodOptions),
}

const confirming = {
  mandate_data: optional(clearable(mandateData())),
  return_url: optional(returnUrl()),
  use_stripe_sdk: optional(boolean()),
  confirmation_token: optional(unsupported('Give the card by `payment_method_data`.')),
}

const common = {
  ...method,
  customer: optional(id('cus')),
  description: optional(clearable(text({ max: 1_000 }))),
  metadata: optional(metadata()),
  payment_method_types: optional(methodTypes()),
  allowed_payment_method_types: optional(methodTypes()),
  customer_account: optional(unsupported('Name a customer in `customer`.')),
  ...unsupportedAll(
    ['attach_to_self', 'flow_directions'],
    'A card is set up for a customer, to be charged.',
  ),
  ...unsupportedAll(['excluded_payment_method_types', 'payment_method_configuration']),
}

export const createSetupIntentBody = z.strictObject({
  ...common,
  ...confirming,
  automatic_payment_methods: optional(
    z.strictObject({
      enabled: boolean(),
      allow_redirects: optional(enumeration(['always', 'never'])),
    }),
  ),
  confirm: optional(boolean()),
  on_behalf_of: optional(unsupported('Cards are set up for the account itself.')),
  single_use: optional(unsupported('A card is set up for later payments, not for one.')),
  usage: optional(enumeration(['off_session', 'on_session'])),
})

export const updateSetupIntentBody = z.strictObject({
  ...common,
  payment_method: optional(clearable(id('pm'))),
})

export const confirmSetupIntentBody = z.strictObject({ ...method, ...confirming })

export const cancelSetupIntentBody = z.strictObject({
  cancellation_reason: optional(enumeration(['abandoned', 'duplicate', 'requested_by_customer'])),
})

export const listSetupIntentsQuery = z.strictObject({
  ...datedListParams,
  customer: optional(id('cus')),
  payment_method: optional(id('pm')),
  customer_account: optional(unsupported('Name a customer in `customer`.')),
  attach_to_self: optional(unsupported('A card is set up for a customer.')),
})
