import type {
  Answer,
  CaptureAsk,
  HttpResponse,
  IncrementAsk,
  Operation,
  RefundAsk,
  VoidAsk,
} from '../../adapter.ts'
import { post, referenceKeys } from './account.ts'
import { toWire } from './amounts.ts'
import { captureAnswer, incrementAnswer, refundAnswer, voidAnswer } from './answer.ts'
import { errorAnswer, errorIn } from './errors.ts'
import { type PaymentIntent, paymentIntent, refund as refundShape } from './objects.ts'
import { readAs, unknown } from './wire.ts'

/** @see https://docs.stripe.com/api/payment_intents/capture */
export const capture: Operation<CaptureAsk> = {
  request(ask, account) {
    return post(account, `${intentPath(ask)}/capture`, ask.idempotencyKey, {
      amount_to_capture: toWire(ask.amount),
      metadata: { [referenceKeys.capture]: ask.reference },
    })
  },
  response: (response, ask) =>
    readChange(response, ask, (intent) => captureAnswer(intent, ask.reference)),
}

/** Stripe's cancel carries no metadata, so a release is known by the intent's state alone. */
const cancelOperation: Operation<VoidAsk> = {
  request: (ask, account) => post(account, `${intentPath(ask)}/cancel`, ask.idempotencyKey, {}),
  response: (response, ask) => readChange(response, ask, voidAnswer),
}

export { cancelOperation as voidAuthorization }

/** @see https://docs.stripe.com/api/payment_intents/increment_authorization */
export const increment: Operation<IncrementAsk> = {
  request(ask, account) {
    return post(account, `${intentPath(ask)}/increment_authorization`, ask.idempotencyKey, {
      amount: toWire(ask.amount),
      metadata: { [referenceKeys.increment]: ask.reference },
    })
  },
  response: (response, ask) =>
    readChange(response, ask, (intent) => incrementAnswer(intent, ask.reference)),
}

/** @see https://docs.stripe.com/api/refunds/create */
export const refund: Operation<RefundAsk> = {
  request(ask, account) {
    return post(account, '/v1/refunds', ask.idempotencyKey, {
      amount: toWire(ask.amount),
      metadata: { [referenceKeys.payment]: ask.reference },
      payment_intent: ask.processorReference,
      reason: ask.reason,
    })
  },
  response: (response, ask) =>
    response.status === 200
      ? readAs(refundShape, response, refundAnswer)
      : errorAnswer(response, ask),
}

function intentPath({ processorReference }: { readonly processorReference: string }): string {
  return `/v1/payment_intents/${encodeURIComponent(processorReference)}`
}

/**
 * Reads the intent a change was asked of. Where Stripe refuses because of the state the intent is in,
 * it sends that intent along: the change may have been made before, under a key long forgotten.
 */
function readChange(
  response: HttpResponse,
  ask: { readonly repeat?: boolean },
  answer: (intent: PaymentIntent) => Answer | undefined,
): Answer {
  if (response.status === 200) {
    return readAs(
      paymentIntent,
      response,
      (intent) =>
        answer(intent) ?? unknown(`the intent is ${intent.status} and not changed as asked`),
    )
  }
  const error = errorIn(response)
  if (response.status === 400 && error?.code === 'payment_intent_unexpected_state') {
    const current = paymentIntent.safeParse(error.payment_intent)
    const found = current.success ? answer(current.data) : undefined
    if (found !== undefined) return found
  }
  return errorAnswer(response, ask)
}
