import type { SearchFields } from '../../search/index.ts'

/** What charges can be searched by. */
export const searchFields: SearchFields = {
  amount: { column: 'amount', type: 'number' },
  created: { column: 'created_at', type: 'time' },
  currency: { column: 'currency', type: 'token' },
  customer: { column: 'customer_id', type: 'id' },
  disputed: { column: 'disputed', type: 'boolean' },
  payment_intent: { column: 'intent_id', type: 'id' },
  'payment_method_details.card.brand': {
    column: 'details',
    path: ['card', 'brand'],
    type: 'token',
  },
  'payment_method_details.card.exp_month': {
    column: 'details',
    path: ['card', 'exp_month'],
    type: 'number',
  },
  'payment_method_details.card.exp_year': {
    column: 'details',
    path: ['card', 'exp_year'],
    type: 'number',
  },
  'payment_method_details.card.fingerprint': {
    column: 'details',
    path: ['card', 'fingerprint'],
    type: 'id',
  },
  'payment_method_details.card.last4': {
    column: 'details',
    path: ['card', 'last4'],
    type: 'id',
  },
  status: {
    column: 'status',
    type: 'token',
    values: (wire) => statuses[wire] ?? [],
  },
}

const statuses: Readonly<Record<string, readonly string[]>> = {
  succeeded: ['authorized', 'captured', 'voided', 'expired'],
  failed: ['declined'],
  pending: ['asking', 'unknown', 'pending'],
}
