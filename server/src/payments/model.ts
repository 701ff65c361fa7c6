import type { Address, BillingDetails, CardDisplay } from '../customers/index.ts'
import type { Row } from '../db/index.ts'
import type { CardChecks, DeclineCode } from '../processors/index.ts'
import type { CardOptions } from './card-options.ts'

/** A payment intent as stored, its `details` typed. */
export type Intent = Omit<Row<'payment_intents'>, 'details' | 'metadata'> & {
  readonly details: IntentDetails
  readonly metadata: Metadata
}

/** One try at one processor: a charge on the wire. */
export type Attempt = Omit<Row<'attempts'>, 'details' | 'metadata'> & {
  readonly details: AttemptDetails
  readonly metadata: Metadata
}

/** A capture, void or raised authorization asked of the processor. */
export type Modification = Omit<Row<'modifications'>, 'details' | 'kind'> & {
  readonly kind: 'capture' | 'void' | 'increment'
  readonly details: ModificationDetails
}

export type Refund = Omit<Row<'refunds'>, 'details' | 'metadata'> & {
  readonly details: RefundDetails
  readonly metadata: Metadata
}

export type Metadata = Readonly<Record<string, string>>

/** What of an intent no query asks for. Names are the wire's, since they come from it and go back to it. */
export interface IntentDetails {
  readonly description: string | null
  readonly receipt_email: string | null
  readonly setup_future_usage: 'on_session' | 'off_session' | null
  readonly shipping: Shipping | null
  readonly statement_descriptor: string | null
  readonly statement_descriptor_suffix: string | null
  readonly confirmation_method: 'automatic' | 'manual'
  readonly payment_method_types: readonly string[]
  readonly automatic_payment_methods: {
    enabled: boolean
    allow_redirects?: 'always' | 'never'
  } | null
  readonly payment_method_options: PaymentMethodOptions
  readonly application_fee_amount: number | null
  readonly transfer_data: Readonly<Record<string, unknown>> | null
  readonly transfer_group: string | null
  readonly on_behalf_of: string | null
  readonly return_url: string | null
  readonly off_session: boolean
  readonly error_on_requires_action: boolean
  readonly cancellation_reason: string | null
  readonly last_payment_error: PaymentError | null
  readonly next_action: NextAction | null
  /** Made for `POST /v1/charges`: the wire shows the charge only. */
  readonly legacy_charge: boolean
  readonly mandate_data: Readonly<Record<string, unknown>> | null
  /** The merchant's front end shows the challenge itself, even when a return_url was given. */
  readonly use_stripe_sdk: boolean
}

export interface PaymentMethodOptions {
  readonly card?: CardOptions
}

export interface Shipping {
  readonly address: Address
  readonly name: string
  readonly phone: string | null
  readonly carrier: string | null
  readonly tracking_number: string | null
}

/** A decline as the intent remembers it and as the error body tells it. */
export interface PaymentError {
  readonly code: string
  /** `authentication_not_handled`: the caller wanted no challenge. */
  readonly decline_code: DeclineCode | 'authentication_not_handled' | null
  readonly message: string
  readonly param: string | null
  readonly charge: string | null
  readonly payment_method: string | null
}

export interface NextAction {
  /** Where the payer's browser goes: the processor's or issuer's page. */
  readonly url: string
}

/** What an attempt keeps of the card, the decision and the answer. */
export interface AttemptDetails {
  readonly description: string | null
  readonly receipt_email: string | null
  readonly shipping: Shipping | null
  readonly statement_descriptor: string | null
  readonly statement_descriptor_suffix: string | null
  /** What the payer's statement shows, as far as we ask for it. */
  readonly calculated_statement_descriptor: string | null
  readonly transfer_group: string | null
  readonly application_fee_amount: number | null
  readonly transfer_data: Readonly<Record<string, unknown>> | null
  readonly on_behalf_of: string | null
  readonly capture: 'automatic' | 'manual'
  /** Whether the hold can be raised later. */
  readonly raisable: boolean
  readonly off_session: boolean
  readonly save_for_later: boolean
  readonly authentication: 'automatic' | 'any'
  readonly billing_details: BillingDetails
  /** The payment method's card as it then was, for display. */
  readonly card: CardDisplay
  /** Funds become available at once (a test card for it). */
  readonly available_at_once: boolean
  readonly available_at: string | null
  /** In minor units, as they were when the money was captured. */
  readonly fee: number
  /** What the PSP took of it beside its price, in minor units; null when nothing. */
  readonly application_fee: number | null
  /** What refunds have given back of that; null when nothing. */
  readonly application_fee_refunded: number | null
  readonly decline: Decline | null
  readonly checks: CardChecks
  readonly authenticated: boolean
  readonly authorization_code: string | null
  readonly network_transaction_id: string | null
  readonly redirect_url: string | null
  /** Why this processor: one sentence. */
  readonly route: string
  /** An answer that did not fit what was asked: never applied, and somebody must look. */
  readonly alert: string | null
  readonly fraud_details: FraudDetails
  /** The dispute about it, the newest if there were several. */
  readonly dispute: string | null
  /** Of `POST /v1/charges`: its intent is hidden. */
  readonly legacy_charge: boolean
  /** Who has it may see the receipt. */
  readonly receipt_token: string
}

/** What the merchant says of a charge it looked into. */
export interface FraudDetails {
  readonly user_report?: 'fraudulent' | 'safe'
}

export interface Decline {
  readonly code: DeclineCode
  readonly processor_code: string
  readonly retry: 'never' | 'later' | 'elsewhere'
}

export interface ModificationDetails {
  /**
   * What a void is for: the payment is canceled, by somebody or by time; or only this attempt is given up, because another method
   * is to be tried (`release`), because nobody is there to act (`refuse`), or because the intent has long
   * gone on without it (`nothing`).
   */
  readonly purpose: 'cancel' | 'expire' | 'release' | 'refuse' | 'nothing'
  /** For a capture: release what is left. */
  readonly final: boolean
  /** What the PSP wants of it from now on; null to leave that as it is. */
  readonly application_fee_amount: number | null
  readonly processor_code: string | null
  readonly cancellation_reason: string | null
  readonly alert: string | null
}

export interface RefundDetails {
  readonly description: string | null
  readonly instructions_email: string | null
  readonly failure_reason: string | null
  /** Of the charge, as it then was. */
  readonly customer: string | null
  readonly payment_method: string | null
  readonly legacy_charge: boolean
  /** Which of the merchant's funds paid it; a failed refund goes back there. */
  readonly from: 'merchant_pending' | 'merchant_available'
  readonly available_at: string | null
  /** What the PSP gives back with it of the charge's application fee; null when nothing. */
  readonly application_fee: number | null
  readonly alert: string | null
}
