import type { CardDisplay, NewPaymentMethod } from '../customers/index.ts'
import type { Row } from '../db/index.ts'
import type { CardChecks, DeclineCode } from '../processors/index.ts'
import type { MetadataPatch } from './metadata.ts'
import type { Metadata, NextAction } from './model.ts'

/** Leave to charge a card later, as stored, its `details` typed. */
export type SetupIntent = Omit<Row<'setup_intents'>, 'details' | 'metadata' | 'usage'> & {
  readonly usage: SetupUsage
  readonly details: SetupIntentDetails
  readonly metadata: Metadata
}

/** One try to get it at one processor. */
export type SetupAttempt = Omit<Row<'setup_attempts'>, 'details'> & {
  readonly details: SetupAttemptDetails
}

export type SetupUsage = 'off_session' | 'on_session'

/** Names are the wire's, since they come from it and go back to it. */
export interface SetupIntentDetails {
  readonly description: string | null
  readonly payment_method_types: readonly string[]
  readonly automatic_payment_methods: {
    readonly enabled: boolean
    readonly allow_redirects?: 'always' | 'never'
  } | null
  readonly payment_method_options: SetupOptions
  readonly return_url: string | null
  readonly use_stripe_sdk: boolean
  readonly cancellation_reason: string | null
  readonly last_setup_error: SetupError | null
  readonly next_action: NextAction | null
  readonly mandate_data: MandateData | null
  /** The payer's leave, once it was given and the card was set up with it. */
  readonly mandate: string | null
}

export interface SetupOptions {
  readonly card?: { readonly request_three_d_secure?: 'automatic' | 'any' | 'challenge' }
}

/** The payer's leave to be charged, and how it was given. */
export interface MandateData {
  readonly customer_acceptance: {
    readonly type: 'offline' | 'online'
    /** Unix seconds. */
    readonly accepted_at: number
    readonly online: { readonly ip_address: string; readonly user_agent: string } | null
  }
}

/** A refusal as the intent and its attempt remember it. */
export interface SetupError {
  readonly code: string
  readonly decline_code: DeclineCode | null
  readonly message: string
  readonly param: string | null
  readonly payment_method: string
}

export interface SetupAttemptDetails {
  readonly usage: SetupUsage
  /** The payment method's card as it then was, for display. */
  readonly card: CardDisplay
  readonly checks: CardChecks
  readonly authentication: 'automatic' | 'any'
  readonly authenticated: boolean
  readonly redirect_url: string | null
  readonly error: SetupError | null
  readonly network_transaction_id: string | null
  readonly mandate_data: MandateData | null
  /** Why this processor: one sentence. */
  readonly route: string
  /** An answer that did not fit what was asked: never applied, and somebody must look. */
  readonly alert: string | null
}

/** What creating and updating a setup intent both take. */
export interface SetupFields {
  readonly customer?: string
  readonly description?: string | null
  readonly metadata?: MetadataPatch
  readonly payment_method?: string | null
  readonly payment_method_data?: NewPaymentMethod
  readonly payment_method_options?: SetupOptions
  readonly payment_method_types?: readonly string[]
}

/** What only confirming takes. */
export interface SetupConfirmOptions {
  readonly mandate_data?: MandateData | null
  readonly return_url?: string
  readonly use_stripe_sdk?: boolean
}

export interface CreateSetupIntent extends SetupFields, SetupConfirmOptions {
  readonly usage?: SetupUsage
  readonly confirm?: boolean
  readonly automatic_payment_methods?: SetupIntentDetails['automatic_payment_methods']
}

export type ConfirmSetupIntent = SetupConfirmOptions &
  Pick<SetupFields, 'payment_method' | 'payment_method_data' | 'payment_method_options'>
