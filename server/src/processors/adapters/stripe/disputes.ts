import { fromUnixSeconds } from '../../../kernel/index.ts'
import type {
  Declined,
  DisputeAsk,
  DisputeChangeAsk,
  DisputeNews,
  EvidenceAsk,
  HttpResponse,
  NotFound,
  Operation,
  Unknown,
} from '../../adapter.ts'
import { get, post, referenceKeys } from './account.ts'
import { fromWire } from './amounts.ts'
import { errorAnswer, errorIn } from './errors.ts'
import { type Dispute, dispute } from './objects.ts'
import { readAs, unknown } from './wire.ts'

/**
 * Reads a dispute again, with its payment: only the intent's metadata says whose it is.
 * @see https://docs.stripe.com/api/disputes/retrieve
 */
export const readDispute: Operation<DisputeAsk, DisputeNews | NotFound | Unknown> = {
  request: (ask, account) => get(account, pathOf(ask), { expand: ['payment_intent'] }),
  response(response, ask) {
    if (response.status === 404 && errorIn(response)?.code === 'resource_missing') {
      return { outcome: 'not_found' }
    }
    if (response.status !== 200) return unknown(`status ${response.status} for a dispute`)
    return readAs(dispute, response, (found) => sameDispute(found, ask))
  },
}

/**
 * Evidence that was sent before is sent again as a whole: Stripe keeps what it is not told.
 * @see https://docs.stripe.com/api/disputes/update
 */
export const submitEvidence: Operation<EvidenceAsk, DisputeNews | Declined | Unknown> = {
  request: (ask, account) =>
    post(account, pathOf(ask), ask.idempotencyKey, { evidence: ask.evidence, submit: true }),
  response: readChange,
}

/** @see https://docs.stripe.com/api/disputes/close */
export const acceptDispute: Operation<DisputeChangeAsk, DisputeNews | Declined | Unknown> = {
  request: (ask, account) => post(account, `${pathOf(ask)}/close`, ask.idempotencyKey, {}),
  response: readChange,
}

function readChange(
  response: HttpResponse,
  ask: DisputeChangeAsk,
): DisputeNews | Declined | Unknown {
  return response.status === 200
    ? readAs(dispute, response, (found) => sameDispute(found, ask))
    : errorAnswer(response, ask)
}

function sameDispute(found: Dispute, { processorReference: id }: DisputeAsk) {
  return found.id === id ? disputeNews(found) : unknown(`dispute ${found.id}`)
}

function pathOf({ processorReference }: DisputeAsk): string {
  return `/v1/disputes/${encodeURIComponent(processorReference)}`
}

/** How a dispute stands. @throws {RangeError} when its amount cannot be expressed in our money */
export function disputeNews(found: Dispute): DisputeNews {
  const {
    payment_intent: intent,
    evidence_details: details,
    payment_method_details: method,
  } = found
  const paymentReference = typeof intent === 'object' ? intent?.id : intent
  const reference = typeof intent === 'object' ? intent?.metadata[referenceKeys.payment] : undefined
  const networkReasonCode = method?.card?.network_reason_code
  return {
    outcome: 'dispute',
    processorReference: found.id,
    ...(paymentReference && { paymentReference }),
    ...(reference !== undefined && { reference }),
    status: found.status,
    reason: found.reason,
    ...(networkReasonCode && { networkReasonCode }),
    amount: fromWire(found.amount, found.currency),
    ...(details?.submission_count !== undefined && { submissions: details.submission_count }),
    ...(details?.due_by && { dueBy: fromUnixSeconds(details.due_by) }),
  }
}
