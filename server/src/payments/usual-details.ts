import type { AttemptDetails, IntentDetails, ModificationDetails, RefundDetails } from './model.ts'

/** The details that may be absent or off: those that can be null or false. */
type Usual<D> = {
  readonly [N in keyof D as null extends D[N]
    ? N
    : false extends D[N]
      ? N
      : never]: null extends D[N] ? null : false
}

const intent: Usual<IntentDetails> = {
  description: null,
  receipt_email: null,
  setup_future_usage: null,
  shipping: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  automatic_payment_methods: null,
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

const attempt: Usual<AttemptDetails> = {
  description: null,
  receipt_email: null,
  shipping: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  calculated_statement_descriptor: null,
  transfer_group: null,
  application_fee_amount: null,
  transfer_data: null,
  on_behalf_of: null,
  raisable: false,
  off_session: false,
  save_for_later: false,
  available_at_once: false,
  available_at: null,
  application_fee: null,
  application_fee_refunded: null,
  decline: null,
  authenticated: false,
  authorization_code: null,
  network_transaction_id: null,
  redirect_url: null,
  dispute: null,
  alert: null,
  legacy_charge: false,
}

const modification: Usual<ModificationDetails> = {
  final: false,
  application_fee_amount: null,
  processor_code: null,
  cancellation_reason: null,
  alert: null,
}

const refund: Usual<RefundDetails> = {
  description: null,
  instructions_email: null,
  failure_reason: null,
  customer: null,
  payment_method: null,
  legacy_charge: false,
  available_at: null,
  application_fee: null,
  alert: null,
}

/**
 * What a row's details are when they do not say. Most payments use few of them, and what is not written is
 * not stored, logged ahead, read or sent.
 */
export const usualDetails = {
  payment_intents: intent,
  attempts: attempt,
  modifications: modification,
  refunds: refund,
} as const
