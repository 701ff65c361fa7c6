import type { NewPaymentMethod, NewSource } from '../customers/index.ts'
import type { MetadataPatch } from './metadata.ts'
import type { FraudDetails, IntentDetails, PaymentMethodOptions, Shipping } from './model.ts'

/*
 * What callers ask for, already parsed: amounts are exact, ids are text, and names are the wire's, since most
 * of it is stored and shown again as it came.
 */

/** The parts of an intent both creation and update take. */
export interface IntentFields {
  readonly amount?: bigint
  readonly currency?: string
  readonly customer?: string | null
  readonly payment_method?: string | null
  readonly payment_method_data?: NewPaymentMethod
  /** A payment method as clients before payment methods name it: a card, a source, or a token of one. */
  readonly source?: NewSource
  readonly payment_method_types?: readonly string[]
  readonly payment_method_options?: PaymentMethodOptions
  readonly description?: string | null
  readonly metadata?: MetadataPatch
  readonly receipt_email?: string | null
  readonly setup_future_usage?: 'on_session' | 'off_session' | null
  readonly shipping?: Shipping | null
  readonly statement_descriptor?: string | null
  readonly statement_descriptor_suffix?: string | null
  readonly application_fee_amount?: number | null
  readonly transfer_data?: Readonly<Record<string, unknown>> | null
  readonly transfer_group?: string | null
  readonly capture_method?: string
}

export interface CreateIntent extends IntentFields, ConfirmOptions {
  readonly amount: bigint
  readonly currency: string
  readonly confirm?: boolean
  readonly confirmation_method?: 'automatic' | 'manual'
  readonly automatic_payment_methods?: IntentDetails['automatic_payment_methods']
  readonly on_behalf_of?: string
  /** Made for `POST /v1/charges`: nobody sees the intent. */
  readonly legacy_charge?: boolean
}

/** What only confirming takes. */
export interface ConfirmOptions {
  readonly off_session?: boolean
  readonly return_url?: string
  readonly error_on_requires_action?: boolean
  readonly mandate_data?: Readonly<Record<string, unknown>> | null
  readonly use_stripe_sdk?: boolean
}

export type ConfirmIntent = ConfirmOptions &
  Pick<
    IntentFields,
    | 'payment_method'
    | 'payment_method_data'
    | 'source'
    | 'payment_method_options'
    | 'payment_method_types'
    | 'receipt_email'
    | 'setup_future_usage'
    | 'shipping'
    | 'capture_method'
  >

export interface CaptureIntent {
  readonly amount_to_capture?: bigint
  readonly final_capture?: boolean
  readonly application_fee_amount?: number
  readonly statement_descriptor?: string
  readonly statement_descriptor_suffix?: string
  readonly receipt_email?: string
  readonly transfer_group?: string
  readonly metadata?: MetadataPatch
}

export interface IncrementAuthorization {
  /** The new total. */
  readonly amount: bigint
  readonly application_fee_amount?: number
  readonly description?: string
  readonly metadata?: MetadataPatch
  readonly statement_descriptor?: string
}

/** `POST /v1/charges`: a card charged in one call. */
export type ChargeFields = Pick<
  IntentFields,
  | 'customer'
  | 'source'
  | 'description'
  | 'metadata'
  | 'receipt_email'
  | 'shipping'
  | 'statement_descriptor'
  | 'statement_descriptor_suffix'
  | 'transfer_group'
  | 'application_fee_amount'
  | 'transfer_data'
> & {
  readonly amount: bigint
  readonly currency: string
  readonly capture?: boolean
  readonly on_behalf_of?: string
}

export type CaptureCharge = Pick<
  CaptureIntent,
  | 'statement_descriptor'
  | 'statement_descriptor_suffix'
  | 'receipt_email'
  | 'transfer_group'
  | 'application_fee_amount'
> & { readonly amount?: bigint }

export interface ChargeUpdate {
  readonly customer?: string
  readonly description?: string | null
  readonly fraud_details?: FraudDetails
  readonly metadata?: MetadataPatch
  readonly receipt_email?: string | null
  readonly shipping?: Shipping
  readonly transfer_group?: string
}

export interface CreateRefund {
  readonly charge?: string
  readonly payment_intent?: string
  readonly amount?: bigint
  readonly reason?: 'duplicate' | 'fraudulent' | 'requested_by_customer'
  readonly metadata?: MetadataPatch
  readonly instructions_email?: string
  /** Give the merchant its share of the application fee back. */
  readonly refund_application_fee?: boolean
}
