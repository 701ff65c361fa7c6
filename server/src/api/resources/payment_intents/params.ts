import { z } from 'zod'
import { datedListParams } from '../../list-params.ts'
import {
  amount,
  boolean,
  clearable,
  currency,
  email,
  enumeration,
  id,
  metadata,
  optional,
  paymentMethodData,
  shipping,
  text,
  unsupported,
  unsupportedAll,
} from '../../wire/index.ts'
import {
  captureMethod,
  mandateData,
  methodTypes,
  offSession,
  paymentMethodOptions,
  returnUrl,
  setupFutureUsage,
  statementDescriptor,
} from './fields.ts'
import { laterShare, newShare, openShare } from './psp-share.ts'

/** What creating, updating and confirming all take. */
const common = {
  payment_method: optional(id('pm')),
  payment_method_data: optional(paymentMethodData()),
  payment_method_options: optional(paymentMethodOptions()),
  payment_method_types: optional(methodTypes()),
  allowed_payment_method_types: optional(methodTypes()),
  capture_method: optional(captureMethod()),
  ...unsupportedAll([
    'amount_details',
    'excluded_payment_method_types',
    'hooks',
    'payment_details',
  ]),
}

const described = {
  customer: optional(id('cus')),
  description: optional(clearable(text({ max: 1_000 }))),
  metadata: optional(metadata()),
  statement_descriptor: optional(clearable(statementDescriptor())),
  statement_descriptor_suffix: optional(clearable(statementDescriptor())),
  transfer_group: optional(text({ max: 500 })),
  customer_account: optional(unsupported('Name a customer in `customer`.')),
  payment_method_configuration: optional(unsupported()),
}

const confirming = {
  off_session: optional(offSession()),
  return_url: optional(returnUrl()),
  error_on_requires_action: optional(boolean()),
  mandate_data: optional(clearable(mandateData())),
  use_stripe_sdk: optional(boolean()),
  ...unsupportedAll(['confirmation_token', 'mandate', 'radar_options']),
}

const receiptEmail = optional(clearable(email()))
const setup = optional(clearable(setupFutureUsage()))
const ship = optional(clearable(shipping()))
const people = { receipt_email: receiptEmail, setup_future_usage: setup, shipping: ship }

export const createIntentBody = z.strictObject({
  amount: amount({ min: 1 }),
  currency: currency(),
  ...common,
  ...described,
  ...people,
  ...confirming,
  source: optional(id('tok', 'card', 'src')),
  confirm: optional(boolean()),
  confirmation_method: optional(enumeration(['automatic', 'manual'])),
  automatic_payment_methods: optional(
    z.strictObject({
      enabled: boolean(),
      allow_redirects: optional(enumeration(['always', 'never'])),
    }),
  ),
  ...newShare,
})

export const updateIntentBody = z.strictObject({
  amount: optional(amount({ min: 1 })),
  currency: optional(currency()),
  ...common,
  ...described,
  ...people,
  ...openShare,
  payment_method: optional(clearable(id('pm'))),
  source: optional(id('tok', 'card', 'src')),
})

export const confirmIntentBody = z.strictObject({
  ...common,
  ...people,
  ...confirming,
  source: optional(id('tok', 'card', 'src')),
  amount_to_confirm: optional(unsupported()),
})

export const captureIntentBody = z.strictObject({
  amount_to_capture: optional(amount({ min: 1 })),
  final_capture: optional(boolean()),
  metadata: optional(metadata()),
  statement_descriptor: optional(statementDescriptor()),
  statement_descriptor_suffix: optional(statementDescriptor()),
  ...laterShare,
  ...unsupportedAll(['amount_details', 'hooks', 'payment_details']),
})

export const cancelIntentBody = z.strictObject({
  cancellation_reason: optional(
    enumeration(['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer']),
  ),
})

export const incrementAuthorizationBody = z.strictObject({
  amount: amount({ min: 1 }),
  description: optional(text({ max: 1_000 })),
  metadata: optional(metadata()),
  statement_descriptor: optional(statementDescriptor()),
  ...laterShare,
  ...unsupportedAll(['amount_details', 'hooks', 'payment_details']),
})

export const listIntentsQuery = z.strictObject({
  ...datedListParams,
  customer: optional(id('cus')),
  customer_account: optional(unsupported('Name a customer in `customer`.')),
})
