import type { Declined } from '../processors/index.ts'
import type { Decided, Open } from './decided.ts'
import { intentEvent } from './intent-event.ts'
import type { PaymentError } from './model.ts'
import { revise, writeRow } from './rows.ts'
import { intentAfter, must, attemptTransitions as of } from './states.ts'
import type { Circumstances } from './times.ts'

/** Whether a no is the payer's, who was asked to prove who they are and did not; any other is the issuer's. */
export function isFailedAuthentication({ attempt }: Open, { declineCode }: Declined): boolean {
  return attempt.status === 'requires_action' && declineCode === 'authentication_required'
}

/**
 * The payer failed the challenge: the issuer was never asked for money, so the attempt does not become a
 * charge, and the payment can be tried with another method. Pure.
 * @see https://docs.stripe.com/error-codes#payment-intent-authentication-failure
 */
export function failAuthentication(
  { intent: before, attempt: asked }: Open,
  { declineCode: code, processorCode: processor_code, processorReference, retry }: Declined,
  { at, origin }: Circumstances,
): Decided {
  const declined: PaymentError = {
    code: 'payment_intent_authentication_failure',
    decline_code: null,
    message:
      'The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this PaymentIntent again.',
    param: null,
    charge: null,
    payment_method: asked.payment_method_id,
  }
  const attempt = revise(asked, {
    status: must(of, asked.status, 'abandoned'),
    processor_reference: processorReference ?? asked.processor_reference,
    check_at: null,
    details: { ...asked.details, decline: { code, processor_code, retry }, alert: null },
  })
  const intent = revise(before, {
    status: intentAfter(before.status, 'declined'),
    payment_method_id: null,
    open_attempt_id: null,
    details: { ...before.details, last_payment_error: declined, next_action: null },
  })
  return {
    ...{ intent, attempt, entries: [], declined },
    replaces: [writeRow('payment_intents', intent), writeRow('attempts', attempt)],
    inserts: intentEvent('payment_intent.payment_failed', intent, at, origin),
  }
}
