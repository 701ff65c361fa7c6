import type { DeclineCode } from '../processors/index.ts'
import type { PaymentProblemCode } from './errors.ts'

/** How a decline reads to the merchant: Stripe's code, the parameter to mend, and words for the payer. */
interface Wording {
  readonly code: PaymentProblemCode
  readonly param?: string
  readonly message: string
}

const generic: Wording = { code: 'card_declined', message: 'Your card was declined.' }

// https://docs.stripe.com/declines/codes: these declines have an error code of their own.
const wordings: Partial<Record<DeclineCode, Wording>> = {
  authentication_required: {
    code: 'authentication_required',
    message: 'Your card was declined. This transaction requires authentication.',
  },
  expired_card: { code: 'expired_card', param: 'exp_month', message: 'Your card has expired.' },
  incorrect_cvc: {
    code: 'incorrect_cvc',
    param: 'cvc',
    message: "Your card's security code is incorrect.",
  },
  incorrect_number: {
    code: 'incorrect_number',
    param: 'number',
    message: 'Your card number is incorrect.',
  },
  incorrect_zip: {
    code: 'incorrect_zip',
    param: 'address_zip',
    message: "Your card's zip code failed validation.",
  },
  insufficient_funds: { code: 'card_declined', message: 'Your card has insufficient funds.' },
  processing_error: {
    code: 'processing_error',
    message: 'An error occurred while processing your card. Try again in a little bit.',
  },
  card_not_supported: {
    code: 'card_declined',
    message: 'Your card does not support this type of purchase.',
  },
}

/** How to tell a merchant of a decline. */
export function declineWording(decline: DeclineCode): Wording {
  return wordings[decline] ?? generic
}
