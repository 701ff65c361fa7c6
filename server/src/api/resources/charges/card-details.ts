import type { CardDisplay } from '../../../customers/index.ts'
import { unixSeconds } from '../../../kernel/index.ts'
import type { Attempt } from '../../../payments/index.ts'
import type { WireObject } from '../../kinds.ts'
import { regulatedStatus } from '../payment_methods/view.ts'

/** What a charge tells of the card it was made with, as the card then was. */
export function cardDetailsOf(attempt: Attempt): WireObject {
  const { details, capture_before, amount, status } = attempt
  const { card } = details
  return {
    amount_authorized: status === 'declined' ? null : Number(amount),
    authorization_code: details.authorization_code,
    brand: card.brand,
    ...(capture_before === null ? {} : { capture_before: unixSeconds(capture_before) }),
    checks: checksOf(attempt),
    country: card.country,
    ds_transaction_id: null,
    electronic_commerce_indicator: details.authenticated ? indicatorOf(card.brand) : null,
    exp_month: card.exp_month,
    exp_year: card.exp_year,
    extended_authorization: { status: 'disabled' },
    fingerprint: card.fingerprint,
    funding: card.funding,
    incremental_authorization: { status: details.raisable ? 'available' : 'unavailable' },
    installments: null,
    last4: card.last4,
    mandate: null,
    multicapture: { status: 'unavailable' },
    network: card.brand,
    network_token: { used: false },
    network_transaction_id: details.network_transaction_id,
    overcapture: { maximum_amount_capturable: Number(amount), status: 'unavailable' },
    regulated_status: regulatedStatus(card),
    three_d_secure: details.authenticated ? authenticationOf(attempt) : null,
    transaction_link_id: null,
    wallet: null,
  }
}

/** What the issuer found of what was given to check, at this charge or before. */
export function checksOf({ details: { card, checks } }: Attempt): CardDisplay['checks'] {
  return {
    address_line1_check: checks.line1 ?? card.checks.address_line1_check,
    address_postal_code_check: checks.postalCode ?? card.checks.address_postal_code_check,
    cvc_check: checks.cvc ?? card.checks.cvc_check,
  }
}

function authenticationOf({ details }: Attempt): WireObject {
  return {
    authentication_flow: details.redirect_url === null ? 'frictionless' : 'challenge',
    electronic_commerce_indicator: indicatorOf(details.card.brand),
    exemption_indicator: null,
    result: 'authenticated',
    result_reason: null,
    transaction_id: null,
    version: '2.2.0',
  }
}

/** A fully authenticated payment: each network has its own number for it. */
function indicatorOf(brand: string): '02' | '05' {
  return brand === 'mastercard' ? '02' : '05'
}
