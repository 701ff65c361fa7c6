import type { Attempt } from '../../../payments/index.ts'
import type { WireObject } from '../../kinds.ts'
import { cardDetailsOf } from './card-details.ts'

const brandNames: Readonly<Record<string, string>> = {
  ...{ amex: 'American Express', diners: 'Diners Club', discover: 'Discover', jcb: 'JCB' },
  ...{ mastercard: 'MasterCard', unionpay: 'UnionPay', visa: 'Visa' },
}

/** The card of a charge made for `POST /v1/charges`, as clients that know no payment methods expect it. */
export function sourceOf(attempt: Attempt): WireObject {
  const { address, name } = attempt.details.billing_details
  const { brand, checks, country, exp_month, exp_year, fingerprint, funding, last4 } =
    cardDetailsOf(attempt)
  const { address_line1_check, address_postal_code_check, cvc_check } = checks as Record<
    string,
    unknown
  >
  return {
    id: attempt.payment_method_id,
    object: 'card',
    address_city: address.city,
    address_country: address.country,
    address_line1: address.line1,
    address_line1_check,
    address_line2: address.line2,
    address_state: address.state,
    address_zip: address.postal_code,
    address_zip_check: address_postal_code_check,
    brand: brandNames[String(brand)] ?? 'Unknown',
    country,
    customer: attempt.customer_id,
    cvc_check,
    dynamic_last4: null,
    exp_month,
    exp_year,
    fingerprint,
    funding,
    last4,
    metadata: {},
    name,
    regulated_status,
    tokenization_method: null,
    wallet: null,
  }
}
