import type { Row } from '../db/index.ts'
import type { Card } from '../processors/index.ts'
import type { Tenant } from '../tenants/index.ts'
import type { Vault } from '../vault/index.ts'
import type { Address } from './model.ts'

/** What a payment method keeps besides its columns. `card` is for display: no more than BIN and last four. */
export interface PaymentMethodDetails {
  readonly billing_details: BillingDetails
  readonly allow_redisplay: AllowRedisplay
  readonly card: CardDisplay
  /** A processor has said that the card may be kept. */
  readonly verified: boolean
  /** It was a customer's and is nobody's any more: it can never be used again. */
  readonly detached: boolean
  /** Set when it was made as a source, for clients that know no payment methods. */
  readonly source: SourceDetails | null
}

export type AllowRedisplay = 'always' | 'limited' | 'unspecified'

export interface BillingDetails {
  readonly address: Address
  readonly email: string | null
  readonly name: string | null
  readonly phone: string | null
  readonly tax_id: string | null
}

export interface CardDisplay {
  readonly brand: string
  readonly last4: string
  readonly iin: string
  readonly funding: string
  readonly country: string | null
  readonly networks: readonly string[]
  readonly exp_month: number
  readonly exp_year: number
  readonly fingerprint: string
  readonly checks: CheckResults
}

/** `pass`, `fail`, `unavailable`, `unchecked`, or null where nothing was given to check. */
export interface CheckResults {
  readonly address_line1_check: string | null
  readonly address_postal_code_check: string | null
  readonly cvc_check: string | null
}

export interface SourceDetails {
  readonly client_secret: string
  readonly usage: 'reusable' | 'single_use'
  readonly statement_descriptor: string | null
}

/** The details of a stored payment method, typed: they were written from that type. */
export function paymentMethodDetails(row: Row<'payment_methods'>): PaymentMethodDetails {
  return row.details as unknown as PaymentMethodDetails
}

/** A payment method with some of its details changed; the version is the caller's to raise. */
export function withDetails(
  row: Row<'payment_methods'>,
  news: Partial<PaymentMethodDetails>,
): Row<'payment_methods'> {
  const details = { ...paymentMethodDetails(row), ...news }
  return { ...row, details: details as unknown as Row<'payment_methods'>['details'] }
}

/** A card in clear without its code, which is in the vault's memory if it is anywhere. */
export type UncodedCard = Omit<Card, 'cvc'>

interface Opening {
  readonly tenant: Tenant
  readonly vault: Vault
}

/**
 * A card in clear, for the one time a processor is asked: with its code, when that was given within minutes,
 * which is forgotten by this (PCI DSS 3.3.1 lets nobody keep it any longer).
 *
 * @param card when the request that asks has brought it; else the row is opened
 */
export async function openPaymentMethod(
  opening: Opening,
  { row, card }: { readonly row: Row<'payment_methods'>; readonly card: UncodedCard | undefined },
): Promise<Card> {
  const inClear = card ?? (await openUncoded(opening, row))
  const cvc = opening.vault.takeCvc(row.id)
  return { ...inClear, ...(cvc === undefined ? {} : { cvc }) }
}

/** A stored card in clear. Its code stays where it is, for whoever asks a processor. */
export async function openUncoded(
  { tenant, vault }: Opening,
  row: Row<'payment_methods'>,
): Promise<UncodedCard> {
  const { psp, merchant, livemode } = tenant
  const scope = { pspId: psp.id, merchantId: merchant.id, livemode }
  const { number } = await vault.openCard(scope, row.id, row)
  const { card, billing_details } = paymentMethodDetails(row)
  return {
    number,
    expMonth: card.exp_month,
    expYear: card.exp_year,
    ...cardHolder(billing_details),
  }
}

/** Name and address as a processor takes them; what is not known is left out. */
export function cardHolder({ name, address }: BillingDetails): Partial<Card> {
  const { line1, city, state, postal_code, country } = address
  const known: NonNullable<Card['address']> = {
    ...(line1 ? { line1 } : {}),
    ...(city ? { city } : {}),
    ...(state ? { state } : {}),
    ...(postal_code ? { postalCode: postal_code } : {}),
    ...(country ? { country } : {}),
  }
  return {
    ...(name ? { holderName: name } : {}),
    ...(Object.keys(known).length > 0 ? { address: known } : {}),
  }
}
