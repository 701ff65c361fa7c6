/*
 * What may happen to a setup intent and its attempts, as tables. They are those of a payment without money:
 * nothing is held, so a canceled intent has nothing to give back.
 */

/** Stripe's statuses. `processing` until the processor's answer is known. */
export const setupIntentTransitions = {
  requires_payment_method: {
    method_given: 'requires_confirmation',
    ask: 'processing',
    cancel: 'canceled',
  },
  requires_confirmation: {
    method_given: 'requires_confirmation',
    method_removed: 'requires_payment_method',
    ask: 'processing',
    cancel: 'canceled',
  },
  requires_action: {
    method_given: 'requires_confirmation',
    method_removed: 'requires_payment_method',
    ask: 'processing',
    approved: 'succeeded',
    declined: 'requires_payment_method',
    cancel: 'canceled',
  },
  processing: {
    ask: 'processing',
    action_required: 'requires_action',
    approved: 'succeeded',
    declined: 'requires_payment_method',
  },
  succeeded: {},
  canceled: {},
} as const

/** One try at one processor. An attempt the payer never finished is `abandoned` when something else is tried. */
export const setupAttemptTransitions = {
  asking: {
    approved: 'succeeded',
    declined: 'declined',
    action_required: 'requires_action',
    accepted: 'pending',
    lost: 'unknown',
  },
  unknown: {
    approved: 'succeeded',
    declined: 'declined',
    action_required: 'requires_action',
    accepted: 'pending',
    lost: 'unknown',
  },
  pending: {
    approved: 'succeeded',
    declined: 'declined',
    action_required: 'requires_action',
    accepted: 'pending',
    lost: 'pending',
  },
  requires_action: { approved: 'succeeded', declined: 'declined', abandoned: 'abandoned' },
  succeeded: {},
  declined: {},
  abandoned: {},
} as const
