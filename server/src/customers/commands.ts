import type { MetadataChange } from './metadata.ts'
import type { Address, CustomerDetails, RenderingOptions } from './model.ts'
import type { CardDetails, NewBillingDetails } from './new-payment-method.ts'

/*
 * What callers ask for, already parsed: names are the wire's, since most of it is stored and shown again as it
 * came. What is left out stays as it is; null unsets.
 */

export interface CustomerFields {
  readonly address?: Partial<Address> | null
  readonly balance?: bigint
  readonly business_name?: string | null
  readonly description?: string | null
  readonly email?: string | null
  readonly individual_name?: string | null
  readonly invoice_prefix?: string
  readonly invoice_settings?: {
    readonly custom_fields?: CustomerDetails['invoice_settings']['custom_fields']
    readonly default_payment_method?: string | null
    readonly footer?: string | null
    readonly rendering_options?: Partial<RenderingOptions> | null
  }
  readonly metadata?: MetadataChange
  readonly name?: string | null
  readonly next_invoice_sequence?: number
  readonly phone?: string | null
  readonly preferred_locales?: readonly string[]
  readonly shipping?: {
    readonly address: Partial<Address>
    readonly name: string
    readonly phone?: string | null
  } | null
  readonly source?: NewSource
  readonly tax?: { readonly ip_address?: string | null }
  readonly tax_exempt?: CustomerDetails['tax_exempt'] | null
}

export interface NewCustomer extends CustomerFields {
  readonly payment_method?: string
  readonly tax_id_data?: readonly NewTaxId[]
}

export interface CustomerUpdate extends CustomerFields {
  readonly default_source?: string
}

/** A token, the name of a test card, a source, or card data as clients without a browser part send it. */
export type NewSource = string | NewCard

export interface NewCard extends CardDetails {
  readonly billing_details?: NewBillingDetails
  readonly metadata?: MetadataChange
}

export interface NewTaxId {
  readonly type: string
  readonly value: string
}

export interface NewBalanceTransaction {
  /** In the currency's smallest unit: negative is a credit to the customer. */
  readonly amount: bigint
  readonly currency: string
  readonly description?: string
  readonly metadata?: MetadataChange
}
