import type { Row } from '../db/index.ts'

/** A merchant's payer as stored, its `details` typed. */
export type Customer = Omit<Row<'customers'>, 'details' | 'metadata'> & {
  readonly details: CustomerDetails
  readonly metadata: Metadata
}

export type Metadata = Readonly<Record<string, string>>

/** What of a customer no query asks for. Names are the wire's, since they come from it and go back to it. */
export interface CustomerDetails {
  readonly address: Address | null
  readonly business_name: string | null
  readonly individual_name: string | null
  readonly shipping: CustomerShipping | null
  readonly preferred_locales: readonly string[]
  readonly tax_exempt: 'exempt' | 'none' | 'reverse'
  readonly tax_ip_address: string | null
  readonly invoice_prefix: string
  readonly next_invoice_sequence: number
  readonly invoice_settings: {
    readonly custom_fields: readonly { readonly name: string; readonly value: string }[] | null
    readonly footer: string | null
    readonly rendering_options: RenderingOptions | null
  }
  /** The card older clients pay with: `card_…` or `src_…`. */
  readonly default_source: string | null
}

export interface RenderingOptions {
  readonly amount_tax_display: string | null
  readonly template: string | null
}

/** Every part is there, null where it is not known. */
export interface Address {
  readonly city: string | null
  readonly country: string | null
  readonly line1: string | null
  readonly line2: string | null
  readonly postal_code: string | null
  readonly state: string | null
}

export interface CustomerShipping {
  readonly address: Address
  readonly name: string
  readonly phone: string | null
}

/** A stored customer with its details typed: they were written from that type. */
export function typedCustomer(row: Row<'customers'>): Customer {
  return row as unknown as Customer
}

/** A typed customer as the database and events take it. */
export function plainCustomer(customer: Customer): Row<'customers'> {
  return customer as unknown as Row<'customers'>
}

/** The next version of a row: what `replaces` takes. */
export function revise<T extends { readonly version: number }>(row: T, news: Partial<T>): T {
  return { ...row, ...news, version: row.version + 1 }
}

const noAddress: Address = {
  city: null,
  country: null,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
}

/** An address with what a request says of it merged in; null clears it. */
export function mergeAddress(
  current: Address | null,
  given: Partial<Address> | null | undefined,
): Address | null {
  if (given === undefined) return current
  return given === null ? null : { ...noAddress, ...current, ...given }
}

/** An address as a request gives it, with every part. */
export function fullAddress(given: Partial<Address> | null | undefined): Address {
  return { ...noAddress, ...given }
}
