import type { BillingDetails, CardDisplay } from '../../../customers/index.ts'
import type { WireObject } from '../../kinds.ts'
import { regulatedStatus } from '../payment_methods/view.ts'

const brandNames: Readonly<Record<string, string>> = {
  ...{ amex: 'American Express', diners: 'Diners Club', discover: 'Discover', jcb: 'JCB' },
  ...{ mastercard: 'MasterCard', unionpay: 'UnionPay', visa: 'Visa' },
}

/** A brand as cards and sources name it: `visa` is `Visa` there. */
export function brandName(brand: string): string {
  return brandNames[brand] ?? 'Unknown'
}

/** What the old shape of a card tells. */
export interface OldCard {
  readonly id: string | null
  readonly customer: string | null
  readonly card: CardDisplay
  readonly billing_details: BillingDetails
  readonly allow_redisplay: string
  readonly metadata: unknown
}

/** A card as clients knew it before payment methods. @param isBrowser leaves the fingerprint out */
export function oldCard(of: OldCard, { isBrowser }: { readonly isBrowser: boolean }): WireObject {
  const { card, billing_details } = of
  const { address, email, name, phone } = billing_details
  return {
    id: of.id,
    object: 'card',
    address_city: address.city,
    address_country: address.country,
    address_line1: address.line1,
    address_line1_check: card.checks.address_line1_check,
    address_line2: address.line2,
    address_state: address.state,
    address_zip: address.postal_code,
    address_zip_check: card.checks.address_postal_code_check,
    allow_redisplay: of.allow_redisplay,
    brand: brandName(card.brand),
    country: card.country,
    customer: of.customer,
    cvc_check: card.checks.cvc_check,
    dynamic_last4: null,
    email,
    exp_month: card.exp_month,
    exp_year: card.exp_year,
    ...(isBrowser ? {} : { fingerprint: card.fingerprint }),
    funding: card.funding,
    last4: card.last4,
    metadata: of.metadata,
    name,
    phone,
    regulated_status: regulatedStatus(card),
    tokenization_method: null,
    wallet: null,
  }
}
