import type { Row } from '../db/index.ts'
import { type Json, newId } from '../kernel/index.ts'
import type { Card } from '../processors/index.ts'
import type { Context } from '../tenants/index.ts'
import { cardFacts, readCard, testCardFor, type Vault } from '../vault/index.ts'

/** A card as a request brings it. */
export interface CardDetails {
  readonly number: string
  readonly exp_month: number | string
  readonly exp_year: number | string
  readonly cvc?: string | undefined
}

/** What a payment method is made of. */
export interface NewPaymentMethod {
  readonly card: CardDetails
  readonly billing_details?: BillingDetails
  readonly metadata?: Readonly<Record<string, string>>
  readonly allow_redisplay?: 'always' | 'limited' | 'unspecified'
}

export interface BillingDetails {
  readonly address?: Readonly<Record<string, string | null>> | null
  readonly email?: string | null
  readonly name?: string | null
  readonly phone?: string | null
  readonly tax_id?: string | null
}

/** What a payment method keeps besides its columns. `card` is for display: no more than BIN and last four. */
export interface PaymentMethodDetails {
  readonly billing_details: Required<BillingDetails>
  readonly allow_redisplay: string
  readonly card: CardDisplay
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
  readonly checks: {
    readonly address_line1_check: string | null
    readonly address_postal_code_check: string | null
    readonly cvc_check: string | null
  }
}

/** A payment method not yet stored, and its card while the request that brought it lasts. */
export interface MadePaymentMethod {
  readonly row: Row<'payment_methods'>
  readonly card: Card
}

type Maker = Pick<Context, 'clock' | 'tenant'> & { readonly vault: Vault }

/**
 * Makes a payment method of card data: checked, its number sealed, its code kept in memory only.
 * @throws {Problem} the vault's, naming the field
 */
export async function newPaymentMethod(
  { clock, tenant, vault }: Maker,
  { card: typed, billing_details, metadata, allow_redisplay }: NewPaymentMethod,
): Promise<MadePaymentMethod> {
  const at = clock.now()
  const { psp, merchant, livemode } = tenant
  const card = readCard(
    {
      number: typed.number,
      expMonth: typed.exp_month,
      expYear: typed.exp_year,
      cvc: typed.cvc,
    },
    { now: at, livemode },
  )
  const id = newId('pm', at.getTime())
  const scope = { pspId: psp.id, merchantId: merchant.id, livemode }
  const { data_key_id, sealed, fingerprint } = await vault.sealCard(scope, id, card)
  if (card.cvc !== undefined) vault.rememberCvc(id, card.cvc)
  const address = billing_details?.address ?? null
  const details: PaymentMethodDetails = {
    billing_details: {
      address: { ...noAddress, ...address },
      email: billing_details?.email ?? null,
      name: billing_details?.name ?? null,
      phone: billing_details?.phone ?? null,
      tax_id: billing_details?.tax_id ?? null,
    },
    allow_redisplay: allow_redisplay ?? 'unspecified',
    card: {
      ...cardFacts(card.number, livemode),
      exp_month: card.expMonth,
      exp_year: card.expYear,
      fingerprint,
      checks: {
        address_line1_check: uncheckedIf(address?.['line1']),
        address_postal_code_check: uncheckedIf(address?.['postal_code']),
        cvc_check: uncheckedIf(card.cvc),
      },
    },
  }
  return {
    card: { ...card, ...holder(details.billing_details) },
    row: {
      merchant_id: merchant.id,
      livemode,
      id,
      version: 1,
      created_at: at,
      type: 'card',
      customer_id: null,
      fingerprint,
      data_key_id,
      sealed,
      metadata: metadata ?? {},
      details: details as unknown as Json,
    },
  }
}

/**
 * A fresh payment method of one of the published test cards, by its name (`pm_card_visa`, `tok_visa`).
 * @returns undefined for any other name, and in live mode
 */
export async function newTestPaymentMethod(
  maker: Maker,
  name: string,
): Promise<MadePaymentMethod | undefined> {
  const card = maker.tenant.livemode ? undefined : testCardFor(name, maker.clock.now())
  if (card === undefined) return undefined
  return newPaymentMethod(maker, {
    card: { number: card.number, exp_month: card.expMonth, exp_year: card.expYear, cvc: card.cvc },
  })
}

/** A stored card in clear, for the processor; with its code when that was given within minutes. */
export async function openPaymentMethod(
  { tenant, vault }: Pick<Maker, 'tenant' | 'vault'>,
  row: Row<'payment_methods'>,
): Promise<Card> {
  const { psp, merchant, livemode } = tenant
  const scope = { pspId: psp.id, merchantId: merchant.id, livemode }
  const { number } = await vault.openCard(scope, row.id, row)
  const cvc = vault.takeCvc(row.id)
  const { card, billing_details } = paymentMethodDetails(row)
  return {
    number,
    expMonth: card.exp_month,
    expYear: card.exp_year,
    ...(cvc === undefined ? {} : { cvc }),
    ...holder(billing_details),
  }
}

/** The details of a stored payment method, typed: they were written from that type. */
export function paymentMethodDetails(row: Row<'payment_methods'>): PaymentMethodDetails {
  return row.details as unknown as PaymentMethodDetails
}

const noAddress = {
  city: null,
  country: null,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
}

function holder({ name, address }: Required<BillingDetails>): Partial<Card> {
  const { line1, postal_code: postalCode, country } = address ?? {}
  return {
    ...(name ? { holderName: name } : {}),
    ...(line1 || postalCode || country
      ? {
          address: {
            ...(line1 ? { line1 } : {}),
            ...(postalCode ? { postalCode } : {}),
            ...(country ? { country } : {}),
          },
        }
      : {}),
  }
}

/** A check that can be made is `unchecked` until a processor makes it; one that cannot is null. */
function uncheckedIf(given: string | null | undefined): string | null {
  return given ? 'unchecked' : null
}
