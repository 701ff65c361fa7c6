import { fromUnixSeconds } from '../../../kernel/index.ts'
import type { DisputeAsk, DisputeNews, NotFound, Operation, Unknown } from '../../adapter.ts'
import { get, referenceKeys } from './account.ts'
import { fromWire } from './amounts.ts'
import { errorIn } from './errors.ts'
import { type Dispute, dispute } from './objects.ts'
import { readAs, unknown } from './wire.ts'

/**
 * Reads a dispute again, with its payment: only the intent's metadata says whose it is.
 * @see https://docs.stripe.com/api/disputes/retrieve
 */
export const readDispute: Operation<DisputeAsk, DisputeNews | NotFound | Unknown> = {
  request: ({ processorReference }, account) =>
    get(account, `/v1/disputes/${encodeURIComponent(processorReference)}`, {
      expand: ['payment_intent'],
    }),
  response(response, { processorReference }) {
    if (response.status === 404 && errorIn(response)?.code === 'resource_missing') {
      return { outcome: 'not_found' }
    }
    if (response.status !== 200) return unknown(`status ${response.status} for a dispute`)
    return readAs(dispute, response, (found) =>
      found.id === processorReference ? disputeNews(found) : unknown(`dispute ${found.id}`),
    )
  },
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
    ...(details?.due_by && { dueBy: fromUnixSeconds(details.due_by) }),
  }
}
