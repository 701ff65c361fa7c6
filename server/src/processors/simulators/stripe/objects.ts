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
