import type { Attempt } from '../../../payments/index.ts'
import type { WireObject } from '../../kinds.ts'

/** How an attempt ended, in words for the merchant. */
export function outcomeOf({ status, details }: Attempt): WireObject | null {
  const { decline } = details
  if (status !== 'declined' || decline === null) return approved
  const network = { network_advice_code: null, network_decline_code: null }
  if (decline.processor_code === 'not_sent') {
    return {
      ...{ advice_code: 'try_again_later', ...network, network_status: 'not_sent_to_network' },
      ...{ reason: 'processor_unreachable', risk_level: 'not_assessed' },
      ...{ seller_message: 'The processor could not be reached; nothing was sent.' },
      type: 'invalid',
    }
  }
  if (decline.code === 'fraudulent') {
    return {
      ...{ advice_code: 'do_not_try_again', ...network, network_status: 'not_sent_to_network' },
      ...{ reason: 'highest_risk_level', risk_level: 'highest' },
      ...{ seller_message: 'This payment was blocked as too risky.', type: 'blocked' },
    }
  }
  return {
    ...{ advice_code: adviceFor(decline), ...network, network_status: 'declined_by_network' },
    ...{ reason: decline.code, risk_level: 'normal' },
    seller_message:
      decline.code === 'generic_decline'
        ? 'The bank did not return any further details with this decline.'
        : `The bank returned the decline code \`${decline.code}\`.`,
    type: 'issuer_declined',
  }
}

const approved = {
  ...{ advice_code: null, network_advice_code: null, network_decline_code: null },
  ...{ network_status: 'approved_by_network', reason: null, risk_level: 'normal' },
  ...{ seller_message: 'Payment complete.', type: 'authorized' },
}

const mistyped = [
  ...['expired_card', 'incorrect_cvc', 'incorrect_number', 'incorrect_zip'],
  ...['incorrect_address', 'invalid_expiry_month', 'invalid_expiry_year'],
]

/** @see https://docs.stripe.com/declines/codes#retrying-issuer-declines */
function adviceFor({ code, retry }: NonNullable<Attempt['details']['decline']>): string {
  if (mistyped.includes(code)) return 'confirm_card_data'
  return retry === 'never' ? 'do_not_try_again' : 'try_again_later'
}
