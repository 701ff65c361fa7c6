import { createHash } from 'node:crypto'
import { type Clock, newId } from '../../../kernel/index.ts'
import { brandOf, checkCard, isCardNumber, type TestCard, testCard } from '../test-cards.ts'
import { declineWords, StripeError } from './errors.ts'
import type { CardInput } from './params.ts'

/** A card as it may be kept: what it does and what may be shown of it, never its number or code. */
export interface HeldCard {
  readonly id: string
  readonly behaviour: TestCard
  readonly brand: string
  readonly last4: string
  readonly fingerprint: string
  readonly exp_month: number
  readonly exp_year: number
  readonly checks: CardChecks
  readonly billing_details: BillingDetails
}

export interface CardChecks {
  readonly address_line1_check: string | null
  readonly address_postal_code_check: string | null
  readonly cvc_check: string | null
}

export type BillingDetails = ReturnType<typeof billingDetails>

/** Takes a card in, refusing what Stripe refuses before it asks any issuer. */
export function takeCard(
  card: CardInput,
  billing: BillingInput | undefined,
  clock: Clock,
): HeldCard {
  if (!isCardNumber(card.number)) throw cardError('incorrect_number')
  if (card.exp_month < 1 || card.exp_month > 12) throw cardError('invalid_expiry_month')
  const now = clock.now()
  const months =
    (card.exp_year - now.getUTCFullYear()) * 12 + card.exp_month - now.getUTCMonth() - 1
  if (months < 0) {
    const ofThisYear = card.exp_year === now.getUTCFullYear()
    throw cardError(ofThisYear ? 'invalid_expiry_month' : 'invalid_expiry_year')
  }
  const behaviour = testCard(card.number)
  const { address } = billing ?? {}
  const checks = checkCard(behaviour, {
    cvc: card.cvc !== undefined,
    line1: address?.['line1'] !== undefined,
    postalCode: address?.['postal_code'] !== undefined,
  })
  return {
    id: newId('pm'),
    behaviour,
    brand: brandOf(card.number),
    last4: card.number.slice(-4),
    fingerprint: fingerprint(card.number),
    exp_month: card.exp_month,
    exp_year: card.exp_year,
    checks: {
      address_line1_check: checks.line1 ?? null,
      address_postal_code_check: checks.postalCode ?? null,
      cvc_check: checks.cvc ?? null,
    },
    billing_details: billingDetails(billing),
  }
}

/** Shaped as an account's own fingerprints are; of test numbers only, so the hash needs no key. */
function fingerprint(number: string): string {
  return createHash('sha256').update(`card ${number}`).digest('base64url').slice(0, 16)
}

function cardError(code: string): StripeError {
  const { message, param } = declineWords(code)
  return new StripeError(402, 'card_error', message, { code, ...(param && { param }) })
}

/** Payer's details as they are sent; every field may be missing. */
export interface BillingInput {
  readonly name?: string | undefined
  readonly email?: string | undefined
  readonly phone?: string | undefined
  readonly address?: Readonly<Record<string, string | undefined>> | undefined
}

function billingDetails({ name, email, phone, address = {} }: BillingInput = {}) {
  return {
    address: {
      city: address['city'] ?? null,
      country: address['country'] ?? null,
      line1: address['line1'] ?? null,
      line2: address['line2'] ?? null,
      postal_code: address['postal_code'] ?? null,
      state: address['state'] ?? null,
    },
    email: email ?? null,
    name: name ?? null,
    phone: phone ?? null,
  }
}

/** The payment method made of a card, as Stripe shows it. */
export function paymentMethodObject(card: HeldCard, created: number) {
  return {
    id: card.id,
    object: 'payment_method',
    billing_details: card.billing_details,
    card: {
      brand: card.brand,
      checks: card.checks,
      country: 'US',
      exp_month: card.exp_month,
      exp_year: card.exp_year,
      fingerprint: card.fingerprint,
      funding: 'credit',
      generated_from: null,
      last4: card.last4,
      networks: { available: [card.brand], preferred: null },
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created,
    customer: null,
    livemode: false,
    metadata: {},
    type: 'card',
  }
}
