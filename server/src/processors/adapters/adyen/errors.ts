import { z } from 'zod'
import type { DeclineCode, Declined, HttpResponse, Unknown } from '../../adapter.ts'
import { parseBody, unknown } from './wire.ts'

const serviceError = z.object({
  status: z.number().optional(),
  errorCode: z.string(),
  message: z.string(),
  errorType: z.string(),
  pspReference: z.string().optional(),
})

/**
 * What Adyen found wrong with a request before it did anything, where a payer could put it right.
 * @see https://docs.adyen.com/development-resources/error-codes
 */
const payerErrors: Readonly<Record<string, DeclineCode>> = {
  101: 'incorrect_number',
  102: 'card_not_supported',
  103: 'incorrect_cvc',
  129: 'invalid_expiry_year',
  137: 'invalid_amount',
  138: 'currency_not_supported',
  140: 'invalid_expiry_year',
  141: 'invalid_expiry_year',
}

/** The first request with this key is still being carried out. */
const inProgress = '704'

/**
 * Reads an answer that is neither 200 nor 201. Adyen refuses before it acts, with a `ServiceError`;
 * then nothing happened and another processor may be asked. It stays unknown when the server failed
 * (5xx) or was too busy (429), the answer calls itself transient, or this is a repetition and the
 * answer is not the one kept for its key: turning it away says nothing about what was asked first.
 * @see https://docs.adyen.com/development-resources/api-idempotency
 */
export function readFailure(
  response: HttpResponse,
  { idempotencyKey, repeat = false }: { idempotencyKey: string; repeat?: boolean },
  retry: Declined['retry'],
): Declined | Unknown {
  const { status, headers } = response
  const error = parseBody(response, serviceError)
  if (error === undefined) return unknown(`HTTP ${status} without an error Adyen would send`)
  const said = `HTTP ${status}, ${error.errorCode} ${error.message}`
  if (status < 400 || status === 429 || status >= 500) return unknown(said)
  if (headers['transient-error'] === 'true' || error.errorCode === inProgress) return unknown(said)
  const turnedAway = status === 401 || status === 403
  const kept = !turnedAway && headers['idempotency-key'] === idempotencyKey
  if (repeat && !kept) return unknown(said)
  const payerError = payerErrors[error.errorCode]
  return {
    outcome: 'declined',
    declineCode: payerError ?? 'processing_error',
    processorCode: `${error.errorCode} ${error.message}`,
    retry: payerError === undefined || payerError === 'currency_not_supported' ? retry : 'never',
    ...(error.pspReference === undefined ? {} : { processorReference: error.pspReference }),
  }
}
