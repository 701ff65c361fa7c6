import type { Row, Write } from '../db/index.ts'
import { type Json, newId, randomText } from '../kernel/index.ts'
import type { Context } from '../tenants/index.ts'
import { cardFacts, readCard, testCardFor, type Vault } from '../vault/index.ts'
import { type MetadataChange, mergeMetadata } from './metadata.ts'
import { type Address, fullAddress } from './model.ts'
import {
  type AllowRedisplay,
  type BillingDetails,
  cardHolder,
  type PaymentMethodDetails,
  type UncodedCard,
} from './payment-method.ts'
import { spendToken } from './spend-token.ts'

/** A card as a request brings it. */
export interface CardDetails {
  readonly number: string
  readonly exp_month: number | string
  readonly exp_year: number | string
  readonly cvc?: string | undefined
}

/** Payer's details as a request brings them; what is left out is unknown. */
export type NewBillingDetails = Partial<Omit<BillingDetails, 'address'>> & {
  readonly address?: Partial<Address> | null
}

/** What a payment method is made of: card data, or a token that stands for it. */
export interface NewPaymentMethod {
  readonly card: CardDetails | { readonly token: string }
  readonly billing_details?: NewBillingDetails
  readonly metadata?: MetadataChange
  readonly allow_redisplay?: AllowRedisplay
}

/** A payment method not yet stored, and its card while the request that brought it lasts; its code waits in memory. */
export interface MadePaymentMethod {
  readonly row: Row<'payment_methods'>
  readonly card: UncodedCard
  /** What must be written together with the row: the token it was made of is used now. */
  readonly replaces: readonly Write[]
}

/**
 * How its id begins: `card` and `src` for what was made as a card or source by older clients. All are payment
 * methods, and can be used wherever one can.
 */
export type MethodPrefix = 'pm' | 'card' | 'src'

export type Maker = Pick<Context, 'clock' | 'tenant' | 'queries'> & { readonly vault: Vault }

/**
 * Makes a payment method of card data: checked, its number sealed, its code kept in memory only.
 * @throws {Problem} the vault's, naming the field; `resource_missing`, `token_already_used`
 */
export async function newPaymentMethod(
  maker: Maker,
  given: NewPaymentMethod,
  prefix: MethodPrefix = 'pm',
): Promise<MadePaymentMethod> {
  const { card } = given
  if ('number' in card) return sealed(maker, { ...given, card }, prefix)
  const test = testCard(maker, card.token, 'tok')
  if (test !== undefined) return sealed(maker, { ...given, card: test }, prefix)
  const spent = await spendToken(maker, card.token, 'card[token]')
  const made = await sealed(
    maker,
    {
      ...given,
      card: { number: spent.card.number, ...spent.expiry, cvc: maker.vault.takeCvc(spent.row.id) },
      billing_details: { ...spent.billing_details, ...given.billing_details },
    },
    prefix,
  )
  return { ...made, replaces: spent.replaces }
}

/**
 * A fresh payment method of one of the published test cards, by its name (`pm_card_visa`).
 * @returns undefined for any other name, and in live mode
 */
export async function newTestPaymentMethod(
  maker: Maker,
  name: string,
  prefix: MethodPrefix = 'pm',
): Promise<MadePaymentMethod | undefined> {
  const card = testCard(maker, name, 'pm_card', 'tok')
  return card && sealed(maker, { card }, prefix)
}

function testCard(
  { tenant, clock }: Maker,
  name: string,
  ...families: readonly string[]
): CardDetails | undefined {
  if (tenant.livemode || !families.some((family) => name.startsWith(`${family}_`))) return undefined
  const card = testCardFor(name, clock.now())
  return card && { ...card, exp_month: card.expMonth, exp_year: card.expYear }
}

async function sealed(
  { clock, tenant, vault }: Maker,
  given: NewPaymentMethod & { readonly card: CardDetails },
  prefix: MethodPrefix,
): Promise<MadePaymentMethod> {
  const at = clock.now()
  const { psp, merchant, livemode } = tenant
  const { exp_month: expMonth, exp_year: expYear, ...typed } = given.card
  const { cvc, ...card } = readCard({ ...typed, expMonth, expYear }, { now: at, livemode })
  const id = newId(prefix, at.getTime())
  const scope = { pspId: psp.id, merchantId: merchant.id, livemode }
  const { data_key_id, sealed, fingerprint } = await vault.sealCard(scope, id, card)
  if (cvc !== undefined) vault.rememberCvc(id, cvc)
  const billing_details = billingDetails(given.billing_details)
  const { line1, postal_code } = billing_details.address
  const details: PaymentMethodDetails = {
    billing_details,
    allow_redisplay: given.allow_redisplay ?? 'unspecified',
    card: {
      ...cardFacts(card.number, livemode),
      exp_month: card.expMonth,
      exp_year: card.expYear,
      fingerprint,
      checks: {
        address_line1_check: uncheckedIf(line1),
        address_postal_code_check: uncheckedIf(postal_code),
        cvc_check: uncheckedIf(cvc),
      },
    },
    verified: false,
    detached: false,
    source:
      prefix === 'src'
        ? {
            client_secret: `src_client_secret_${randomText(24)}`,
            usage: 'reusable',
            statement_descriptor: null,
          }
        : null,
  }
  return {
    card: { ...card, ...cardHolder(billing_details) },
    replaces: [],
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
      metadata: mergeMetadata({}, given.metadata),
      details: details as unknown as Json,
    },
  }
}

function billingDetails(given: NewBillingDetails = {}): BillingDetails {
  return {
    address: fullAddress(given.address),
    email: given.email ?? null,
    name: given.name ?? null,
    phone: given.phone ?? null,
    tax_id: given.tax_id ?? null,
  }
}

/** A check that can be made is `unchecked` until a processor makes it; one that cannot is null. */
function uncheckedIf(given: string | null | undefined): string | null {
  return given ? 'unchecked' : null
}
