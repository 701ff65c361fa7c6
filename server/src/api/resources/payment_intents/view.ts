import { unixSeconds } from '../../../kernel/index.ts'
import { type Intent, typed } from '../../../payments/index.ts'
import { kind } from '../../kinds.ts'
import { chargeList } from '../charges/earlier-shape.ts'
import { chargesOf } from '../charges/earlier-shape-store.ts'
import { lastPaymentError } from './last-payment-error.ts'
import { nextAction } from './next-action.ts'
import { paymentIntent } from './schema.ts'
import { onlyIntents } from './visible-store.ts'

export const paymentIntentKind = kind({
  table: 'payment_intents',
  object: 'payment_intent',
  prefix: 'pi',
  schema: paymentIntent,
  visible: onlyIntents,
  expandable: {
    application: null,
    customer: 'customers',
    invoice: null,
    'last_payment_error.payment_method': null,
    latest_charge: 'attempts',
    on_behalf_of: null,
    payment_method: 'payment_methods',
    payment_record: null,
    review: null,
    source: null,
    'transfer_data.destination': null,
  },
  browser: [
    ...['amount', 'amount_details', 'automatic_payment_methods', 'canceled_at'],
    ...['cancellation_reason', 'capture_method', 'client_secret', 'confirmation_method'],
    ...['created', 'currency', 'description', 'last_payment_error', 'livemode', 'next_action'],
    ...['payment_method', 'payment_method_configuration_details', 'payment_method_types'],
    ...['processing', 'receipt_email', 'setup_future_usage', 'shipping', 'source', 'status'],
  ],
  companions(row, _kinds, { apiVersion }) {
    const { details, latest_attempt_id } = typed('payment_intents', row)
    const failed = details.last_payment_error?.payment_method ?? null
    return [
      ...(failed === null ? [] : [{ table: 'payment_methods' as const, id: failed }]),
      ...(hasCharges(apiVersion) && latest_attempt_id !== null
        ? [{ table: 'attempts' as const, id: latest_attempt_id }]
        : []),
    ]
  },
  gather: async (reader, rows, { apiVersion }) =>
    hasCharges(apiVersion) ? chargesOf(reader, rows) : new Map(),
  view(row, viewing, gathered) {
    const intent = typed('payment_intents', row)
    const { details } = intent
    return {
      id: intent.id,
      object: 'payment_intent',
      allowed_payment_method_types:
        details.automatic_payment_methods === null ? details.payment_method_types : null,
      amount: Number(intent.amount),
      amount_capturable: Number(intent.amount_capturable),
      amount_details: { tip: {} },
      amount_received: Number(intent.amount_received),
      application: null,
      application_fee_amount: details.application_fee_amount,
      automatic_payment_methods: details.automatic_payment_methods && {
        allow_redirects: 'always',
        ...details.automatic_payment_methods,
      },
      canceled_at: intent.canceled_at && unixSeconds(intent.canceled_at),
      cancellation_reason: details.cancellation_reason,
      capture_method: intent.capture_method,
      ...(hasCharges(viewing.apiVersion) && { charges: chargeList(intent, viewing, gathered) }),
      client_secret: intent.client_secret,
      confirmation_method: details.confirmation_method,
      created: unixSeconds(intent.created_at),
      currency: intent.currency,
      customer: intent.customer_id,
      customer_account: null,
      description: details.description,
      excluded_payment_method_types: null,
      ...(viewing.apiVersion < '2025-03-31' && { invoice: null }),
      last_payment_error: lastPaymentError(intent, viewing),
      latest_charge: intent.latest_attempt_id,
      livemode: intent.livemode,
      managed_payments: null,
      metadata: intent.metadata,
      next_action: nextAction(intent),
      on_behalf_of: details.on_behalf_of,
      payment_method: intent.payment_method_id,
      payment_method_configuration_details: null,
      payment_method_options: { card: cardOptions(intent) },
      payment_method_types: details.payment_method_types,
      payment_record: null,
      processing: null,
      receipt_email: details.receipt_email,
      review: null,
      setup_future_usage: details.setup_future_usage,
      shipping: details.shipping,
      source: null,
      statement_descriptor: details.statement_descriptor,
      statement_descriptor_suffix: details.statement_descriptor_suffix,
      status: intent.status,
      transfer_data: details.transfer_data,
      transfer_group: details.transfer_group,
    }
  },
})

/** Before this version an intent carried its charges; since then it names the latest. */
const hasCharges = (apiVersion: string) => apiVersion < '2022-11-15'

function cardOptions({ details }: Intent): object {
  return {
    installments: null,
    mandate_options: null,
    network: null,
    request_three_d_secure: 'automatic',
    ...(details.payment_method_options['card'] as object | undefined),
  }
}
