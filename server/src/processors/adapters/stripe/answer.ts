import type { Answer, Approved, CardChecks, Declined } from '../../adapter.ts'
import { referenceKeys } from './account.ts'
import { fromWire } from './amounts.ts'
import { checksIn } from './checks.ts'
import { meaningOf, type Refusal } from './declines.ts'
import type { PaymentIntent, Refund, SetupIntent } from './objects.ts'
import { unknown } from './wire.ts'

type Intent = PaymentIntent | SetupIntent

/** How a payment stands, from its intent. */
export function paymentAnswer(intent: PaymentIntent): Answer {
  switch (intent.status) {
    case 'succeeded':
      return approvedPayment(intent, intent.amount_received)
    case 'requires_capture':
      return approvedPayment(intent, intent.amount_capturable)
    default:
      return openAnswer(intent, intent.status, intent.last_payment_error)
  }
}

/** How the verification of a card stands, from its setup intent. */
export function verificationAnswer(setup: SetupIntent): Answer {
  if (setup.status !== 'succeeded') return openAnswer(setup, setup.status, setup.last_setup_error)
  const { payment_method: method } = setup
  const checks = checksIn(typeof method === 'object' ? method?.card?.checks : undefined)
  return {
    outcome: 'approved',
    processorReference: setup.id,
    ...referenceIn(setup.metadata, 'payment'),
    ...(checks !== undefined && { checks }),
  }
}

/** The statuses that both kinds of intent share before they succeed. */
function openAnswer(
  intent: Intent,
  status: Exclude<Intent['status'], 'succeeded' | 'requires_capture'>,
  error: PaymentIntent['last_payment_error'],
): Answer {
  const processorReference = intent.id
  switch (status) {
    case 'requires_action': {
      const redirectUrl = intent.next_action?.redirect_to_url?.url
      if (redirectUrl === undefined) return unknown('an action is required that is not a redirect')
      return { outcome: 'requires_action', processorReference, redirectUrl }
    }
    case 'processing':
      return { outcome: 'pending', processorReference }
    case 'requires_payment_method':
      if (error === null || error === undefined) {
        return unknown('the intent waits for a card although one was sent')
      }
      return declined(error, processorReference, checksIn(error.payment_method?.card?.checks))
    case 'canceled':
      return { ...declined({ code: 'canceled' }, processorReference), retry: 'never' }
    case 'requires_confirmation':
      return unknown('the intent is not confirmed although confirmation was asked for')
  }
}

/** A refusal, in our words. */
export function declined(
  refusal: Refusal,
  processorReference?: string,
  checks?: CardChecks,
): Declined {
  return {
    outcome: 'declined',
    ...meaningOf(refusal),
    ...(processorReference !== undefined && { processorReference }),
    ...(checks !== undefined && { checks }),
  }
}

function approvedPayment(intent: PaymentIntent, amount: number): Approved {
  const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : undefined
  const card = charge?.payment_method_details?.card
  const checks = checksIn(card?.checks)
  const result = card?.three_d_secure?.result
  return {
    outcome: 'approved',
    processorReference: intent.id,
    amount: fromWire(amount, intent.currency),
    ...referenceIn(intent.metadata, 'payment'),
    ...(checks !== undefined && { checks }),
    ...(card !== undefined && { authenticated: result === 'authenticated' }),
    ...(card?.authorization_code && { authorizationCode: card.authorization_code }),
    ...(card?.network_transaction_id && { networkTransactionId: card.network_transaction_id }),
  }
}

/** How a capture stands: read from the intent, where our reference says whose capture it was. */
export function captureAnswer(intent: PaymentIntent, reference: string): Answer | undefined {
  switch (intent.status) {
    case 'succeeded': {
      if (intent.metadata[referenceKeys.capture] !== reference) return undefined
      const amount = fromWire(intent.amount_received, intent.currency)
      return { outcome: 'approved', processorReference: intent.id, amount, reference }
    }
    case 'canceled':
      return { ...declined({ code: 'canceled' }, intent.id), retry: 'never' }
    default:
      return undefined
  }
}

/** How an increment stands. */
export function incrementAnswer(intent: PaymentIntent, reference: string): Answer | undefined {
  if (intent.metadata[referenceKeys.increment] !== reference) return undefined
  const amount = fromWire(intent.amount, intent.currency)
  return { outcome: 'approved', processorReference: intent.id, amount, reference }
}

/** Whether the intent is released. */
export function voidAnswer(intent: PaymentIntent): Approved | undefined {
  return intent.status === 'canceled'
    ? { outcome: 'approved', processorReference: intent.id }
    : undefined
}

/** How a refund stands. */
export function refundAnswer(refund: Refund): Answer {
  const processorReference = refund.id
  switch (refund.status) {
    case 'succeeded':
      return {
        outcome: 'approved',
        processorReference,
        amount: fromWire(refund.amount, refund.currency),
        ...referenceIn(refund.metadata, 'payment'),
      }
    case 'pending':
    case 'requires_action':
      return { outcome: 'pending', processorReference }
    case 'failed':
    case 'canceled': {
      const code = refund.failure_reason ?? refund.status
      return { ...declined({ code }, processorReference), retry: 'never' }
    }
  }
}

function referenceIn(
  metadata: Readonly<Record<string, string>> | null | undefined,
  of: keyof typeof referenceKeys,
): { readonly reference?: string } {
  const reference = metadata?.[referenceKeys[of]]
  return reference === undefined ? {} : { reference }
}
