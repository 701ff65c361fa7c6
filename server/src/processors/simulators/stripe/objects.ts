import { newId } from '../../../kernel/index.ts'
import { type HeldCard, paymentMethodObject } from './cards.ts'
import type { DeclineWords } from './errors.ts'
import type { CreateIntent, CreateSetupIntent } from './params.ts'

/*
 * Stripe's objects as they are on the wire. Amounts are whole numbers far below 2^53, as JSON
 * carries them; sums of them are exact.
 */

/** An id with a secret part that a browser may hold. */
const clientSecret = (id: string) => `${id}_secret_${newId('s').slice(2)}`

export interface NextAction {
  readonly type: 'redirect_to_url' | 'use_stripe_sdk'
  readonly redirect_to_url?: { readonly return_url: string; readonly url: string }
  readonly use_stripe_sdk?: { readonly type: string; readonly stripe_js: string }
}

export interface IntentError {
  readonly code: string
  readonly decline_code?: string
  readonly message: string
  readonly param?: string
  readonly charge?: string
  readonly type: 'card_error' | 'invalid_request_error'
  readonly payment_method?: unknown
}

export type IntentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'requires_capture'
  | 'succeeded'
  | 'canceled'

export function newPaymentIntent(params: CreateIntent, created: number) {
  const id = newId('pi')
  return {
    id,
    object: 'payment_intent' as const,
    amount: params.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: params.automatic_payment_methods ?? null,
    canceled_at: null as number | null,
    cancellation_reason: null as string | null,
    capture_method: params.capture_method ?? 'automatic',
    client_secret: clientSecret(id),
    confirmation_method: params.confirmation_method ?? 'automatic',
    created,
    currency: params.currency,
    customer: null,
    description: params.description ?? null,
    last_payment_error: null as IntentError | null,
    latest_charge: null as string | null,
    livemode: false,
    metadata: params.metadata ?? ({} as Readonly<Record<string, string>>),
    next_action: null as NextAction | null,
    on_behalf_of: null,
    payment_method: null as string | null,
    payment_method_options: {
      card: {
        installments: null,
        mandate_options: null,
        network: null,
        request_three_d_secure:
          params.payment_method_options?.card?.request_three_d_secure ?? 'automatic',
      },
    },
    payment_method_types: ['card'],
    processing: null,
    receipt_email: params.receipt_email ?? null,
    review: null,
    setup_future_usage: params.setup_future_usage ?? null,
    shipping: null,
    source: null,
    statement_descriptor: params.statement_descriptor ?? null,
    statement_descriptor_suffix: params.statement_descriptor_suffix ?? null,
    status: 'requires_payment_method' as IntentStatus,
    transfer_data: null,
    transfer_group: null,
  }
}
export type PaymentIntent = ReturnType<typeof newPaymentIntent>

export function newSetupIntent(params: CreateSetupIntent, created: number) {
  const id = newId('seti')
  return {
    id,
    object: 'setup_intent' as const,
    application: null,
    automatic_payment_methods: params.automatic_payment_methods ?? null,
    canceled_at: null,
    cancellation_reason: null as string | null,
    client_secret: clientSecret(id),
    created,
    customer: null,
    description: params.description ?? null,
    flow_directions: null,
    last_setup_error: null as IntentError | null,
    latest_attempt: null,
    livemode: false,
    mandate: null,
    metadata: params.metadata ?? ({} as Readonly<Record<string, string>>),
    next_action: null as NextAction | null,
    on_behalf_of: null,
    payment_method: null as string | null,
    payment_method_options: {
      card: { mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: ['card'],
    single_use_mandate: null,
    status: 'requires_payment_method' as Exclude<IntentStatus, 'requires_capture'>,
    usage: params.usage ?? 'off_session',
  }
}
export type SetupIntent = ReturnType<typeof newSetupIntent>

/** One try to take the intent's money with a card; failed when `decline` says why. */
export function newCharge(
  intent: PaymentIntent,
  card: HeldCard,
  { created, authenticated, decline }: ChargeFacts,
) {
  const paid = decline === undefined
  const captured = paid && intent.capture_method !== 'manual'
  return {
    id: newId('ch'),
    object: 'charge' as const,
    amount: intent.amount,
    amount_captured: captured ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null as string | null,
    billing_details: card.billing_details,
    calculated_statement_descriptor: 'SIMULATED',
    captured,
    created,
    currency: intent.currency,
    customer: null,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: outcomeOf(decline),
    paid,
    payment_intent: intent.id,
    payment_method: card.id,
    payment_method_details: {
      card: {
        amount_authorized: paid ? intent.amount : null,
        authorization_code: paid ? newId('auth').slice(-6).toUpperCase() : null,
        brand: card.brand,
        checks: card.checks,
        country: 'US',
        exp_month: card.exp_month,
        exp_year: card.exp_year,
        fingerprint: card.fingerprint,
        funding: 'credit',
        installments: null,
        last4: card.last4,
        mandate: null,
        network: card.brand,
        network_transaction_id: paid ? newId('nti').slice(-15) : null,
        three_d_secure: authenticated ? threeDSecure : null,
        wallet: null,
      },
      type: 'card',
    },
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: paid ? ('succeeded' as const) : ('failed' as const),
    transfer_data: null,
    transfer_group: null,
  }
}
export type Charge = ReturnType<typeof newCharge>

interface ChargeFacts {
  readonly created: number
  readonly authenticated: boolean
  readonly decline?: DeclineWords | undefined
}

const threeDSecure = {
  authentication_flow: 'challenge',
  result: 'authenticated',
  result_reason: null,
  version: '2.2.0',
}

function outcomeOf(decline: DeclineWords | undefined) {
  if (decline === undefined) {
    return {
      network_status: 'approved_by_network',
      reason: null,
      risk_level: 'normal',
      risk_score: 20,
      seller_message: 'Payment complete.',
      type: 'authorized',
    }
  }
  const blocked = decline.decline_code === 'fraudulent'
  return {
    network_status: blocked ? 'not_sent_to_network' : 'declined_by_network',
    reason: blocked ? 'highest_risk_level' : decline.decline_code,
    risk_level: blocked ? 'highest' : 'normal',
    risk_score: blocked ? 90 : 20,
    seller_message: blocked
      ? 'Stripe blocked this payment as too risky.'
      : 'The bank did not return any further details with this decline.',
    type: blocked ? 'blocked' : 'issuer_declined',
  }
}

/** The error left on an intent whose card was refused. */
export function intentError(
  decline: DeclineWords | { readonly code: string; readonly message: string },
  card: HeldCard,
  created: number,
  charge?: string,
): IntentError {
  return {
    ...(charge !== undefined && { charge }),
    ...decline,
    payment_method: paymentMethodObject(card, created),
    type: 'decline_code' in decline ? 'card_error' : 'invalid_request_error',
  }
}
