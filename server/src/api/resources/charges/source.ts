import type { Attempt } from '../../../payments/index.ts'
import type { WireObject } from '../../kinds.ts'
import { oldCard } from '../sources/old-card.ts'
import { checksOf } from './card-details.ts'

/** The card of a charge made for `POST /v1/charges`, as clients that know no payment methods expect it. */
export function sourceOf(attempt: Attempt): WireObject {
  const { billing_details, card } = attempt.details
  return oldCard(
    {
      id: attempt.payment_method_id,
      customer: attempt.customer_id,
      card: { ...card, checks: checksOf(attempt) },
      billing_details,
      allow_redisplay: 'unspecified',
      metadata: {},
    },
    { isBrowser: false },
  )
}
