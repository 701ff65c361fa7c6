import type { DisputeStatus } from '../processors/index.ts'

/**
 * What a dispute becomes when its processor tells of a status. What is told of an inquiry while there is a
 * chargeback is the same step of the chargeback, as some processors have one word for both. A verdict may be
 * overturned; nothing else goes back.
 */
export const disputeTransitions: Readonly<
  Record<DisputeStatus, Readonly<Partial<Record<DisputeStatus, DisputeStatus>>>>
> = {
  warning_needs_response: {
    warning_under_review: 'warning_under_review',
    warning_closed: 'warning_closed',
    needs_response: 'needs_response',
    under_review: 'under_review',
    won: 'won',
    lost: 'lost',
  },
  warning_under_review: {
    warning_closed: 'warning_closed',
    needs_response: 'needs_response',
    under_review: 'under_review',
    won: 'won',
    lost: 'lost',
  },
  warning_closed: {
    needs_response: 'needs_response',
    under_review: 'under_review',
    won: 'won',
    lost: 'lost',
  },
  needs_response: {
    warning_under_review: 'under_review',
    warning_closed: 'lost',
    under_review: 'under_review',
    won: 'won',
    lost: 'lost',
  },
  under_review: { won: 'won', lost: 'lost' },
  won: { lost: 'lost' },
  lost: { won: 'won' },
}

/** Whether the money is gone from the merchant's funds. */
export function isWithdrawn(status: DisputeStatus): boolean {
  return status === 'needs_response' || status === 'under_review' || status === 'lost'
}

/** Whether there has been a chargeback, and not only a question. */
export function isChargeback(status: DisputeStatus): boolean {
  return isWithdrawn(status) || status === 'won'
}

/** Whether there is a verdict, or nothing more to say. */
export function isClosed(status: DisputeStatus): boolean {
  return status === 'won' || status === 'lost' || status === 'warning_closed'
}

/** Whether the merchant can answer. */
export function awaitsResponse(status: DisputeStatus): boolean {
  return status === 'needs_response' || status === 'warning_needs_response'
}
