/** What Stripe puts in the body of a refusal, besides its type and message. */
export interface ErrorFields {
  readonly code?: string
  readonly decline_code?: string
  readonly param?: string
  readonly charge?: string
  readonly payment_intent?: unknown
  readonly setup_intent?: unknown
  readonly payment_method?: unknown
}

export type ErrorType = 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error'

/** A refusal in Stripe's envelope. */
export class StripeError extends Error {
  override readonly name = 'StripeError'
  readonly status: number
  readonly type: ErrorType
  readonly fields: ErrorFields
  /** Refused while its parameters were read: nothing was executed and no key is used up. */
  validation = false

  constructor(status: number, type: ErrorType, message: string, fields: ErrorFields = {}) {
    super(message)
    this.status = status
    this.type = type
    this.fields = fields
  }

  /** The `error` object of the body. */
  toWire(): Readonly<Record<string, unknown>> {
    const { code } = this.fields
    return {
      ...this.fields,
      ...(code !== undefined && { doc_url: `https://stripe.com/docs/error-codes/${code}` }),
      message: this.message,
      type: this.type,
    }
  }
}

/** A request refused before anything was done for it. */
export function invalid(message: string, fields: ErrorFields = {}): StripeError {
  return new StripeError(400, 'invalid_request_error', message, fields)
}

export function noSuch(what: string, id: string, param: string): StripeError {
  const fields = { code: 'resource_missing', param }
  return new StripeError(404, 'invalid_request_error', `No such ${what}: '${id}'`, fields)
}

/** The declines Stripe words differently from `card_declined`, and the parameter they point at. */
const ownCodes: Readonly<Record<string, { message: string; param?: string }>> = {
  authentication_required: {
    message: 'Your card was declined. This transaction requires authentication.',
  },
  expired_card: { message: 'Your card has expired.', param: 'exp_month' },
  incorrect_cvc: { message: "Your card's security code is incorrect.", param: 'cvc' },
  incorrect_number: { message: 'Your card number is incorrect.', param: 'number' },
  invalid_expiry_month: {
    message: "Your card's expiration month is invalid.",
    param: 'exp_month',
  },
  invalid_expiry_year: { message: "Your card's expiration year is invalid.", param: 'exp_year' },
  processing_error: {
    message: 'An error occurred while processing your card. Try again in a little bit.',
  },
}

/** How a decline reads on an intent, on a charge and in an error alike. */
export interface DeclineWords {
  readonly code: string
  readonly decline_code: string
  readonly message: string
  readonly param?: string
}

export function declineWords(declineCode: string): DeclineWords {
  const own = ownCodes[declineCode]
  if (own !== undefined) return { code: declineCode, decline_code: declineCode, ...own }
  const message =
    declineCode === 'insufficient_funds'
      ? 'Your card has insufficient funds.'
      : 'Your card was declined.'
  return { code: 'card_declined', decline_code: declineCode, message }
}
