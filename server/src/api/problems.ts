import type { CustomerProblemCode } from '../customers/index.ts'
import type { DisputeProblemCode } from '../disputes/index.ts'
import type { PaymentProblemCode } from '../payments/index.ts'
import type { TenantProblem } from '../tenants/index.ts'
import type { VaultProblemCode } from '../vault/index.ts'
import type { WebhookProblemCode } from '../webhooks/index.ts'
import type { ApiProblemCode } from './refusals.ts'

/** Every code any folder refuses with. */
export type ProblemCode =
  | ApiProblemCode
  | CustomerProblemCode
  | DisputeProblemCode
  | PaymentProblemCode
  | TenantProblem
  | VaultProblemCode
  | WebhookProblemCode

/** How a refusal looks on the wire. */
export interface ProblemEntry {
  readonly status: number
  readonly type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error'
  /** Stripe's code where it is not ours; null where Stripe sends none. */
  readonly code?: string | null
  /**
   * Not the outcome of work but of the moment or of the request's form, so a repeat of the request may go
   * another way: it is not kept under its idempotency key.
   */
  readonly passing?: true
  /** What `Stripe-Should-Retry` tells official clients; without it they decide by the status. */
  readonly retry?: boolean
}

const request = (code?: string | null): ProblemEntry => ({
  status: 400,
  type: 'invalid_request_error',
  ...(code === undefined ? {} : { code }),
})
const badInput = (code?: string | null): ProblemEntry => ({ ...request(code), passing: true })
const card = (code?: string): ProblemEntry => ({
  status: 402,
  type: 'card_error',
  ...(code === undefined ? {} : { code }),
})
const caller = (status: 401 | 403, code: string | null): ProblemEntry => ({
  ...badInput(code),
  status,
})

/** Every refusal's place in HTTP and in Stripe's vocabulary. A code without a line here does not compile. */
export const problems: Readonly<Record<ProblemCode, ProblemEntry>> = {
  account_incomplete: request(null),
  account_invalid: caller(403, 'account_invalid'),
  account_rejected: caller(403, null),
  account_required: caller(403, null),
  account_undeletable: request(null),
  amount_too_large: request(),
  amount_too_small: request(),
  api_key_expired: caller(401, 'api_key_expired'),
  api_key_invalid: caller(401, null),
  api_key_missing: caller(401, null),
  authentication_required: card(),
  balance_insufficient: request(),
  body_invalid: badInput(null),
  capture_failed: request(null),
  capture_too_large: request('amount_too_large'),
  card_declined: card(),
  charge_already_captured: request(),
  charge_already_refunded: request(),
  charge_disputed: request(),
  charge_expired_for_capture: request(),
  country_unsupported: badInput(),
  currency_mixed: request(null),
  currency_not_supported: request(null),
  dispute_in_progress: request(null),
  dispute_response_refused: request(null),
  dispute_response_unsupported: request(null),
  dispute_state_conflict: request(null),
  email_invalid: badInput(),
  enabled_events_invalid: badInput(null),
  evidence_missing: badInput('parameter_missing'),
  evidence_too_long: badInput(null),
  expand_invalid: badInput(null),
  expand_too_deep: badInput('property_expansion_max_depth'),
  expired_card: card(),
  idempotency_key_in_use: {
    status: 409,
    type: 'idempotency_error',
    passing: true,
  },
  idempotency_key_invalid: { ...badInput(null), type: 'idempotency_error' },
  idempotency_mismatch: { ...badInput(null), type: 'idempotency_error' },
  incorrect_cvc: card(),
  incorrect_number: card(),
  incorrect_zip: card(),
  intent_state_conflict: request('payment_intent_unexpected_state'),
  internal_error: { status: 500, type: 'api_error', code: null, passing: true },
  invalid_cvc: card(),
  invalid_expiry_month: card(),
  invalid_expiry_year: card(),
  invalid_number: card(),
  key_ended: request(null),
  key_unknown: { ...request('resource_missing'), status: 404 },
  level_mismatch: caller(403, null),
  live_mode_off: caller(403, null),
  livemode_mismatch: request(null),
  lock_timeout: { ...badInput(), status: 429, retry: true },
  no_active_card: card('missing'),
  no_route: request(null),
  notification_unverified: caller(401, null),
  parameter_invalid: badInput(null),
  parameter_invalid_empty: badInput(),
  parameter_invalid_integer: badInput(),
  parameter_missing: badInput(),
  parameter_unknown: badInput(),
  parameters_exclusive: badInput(null),
  payment_in_progress: request(null),
  payment_intent_authentication_failure: request(),
  payment_method_unusable: request(null),
  permission_denied: caller(403, null),
  processing_error: card(),
  rate_limit: { ...badInput(), status: 429 },
  refund_state_conflict: request(null),
  refund_too_large: request(null),
  resource_missing: request(),
  search_query_invalid: badInput(null),
  secret_overlap_invalid: badInput(null),
  secret_key_required: caller(403, 'secret_key_required'),
  setup_intent_authentication_failure: request(),
  setup_intent_state_conflict: request('setup_intent_unexpected_state'),
  tax_id_invalid: badInput(),
  token_already_used: request(),
  unknown_outcome: { status: 500, type: 'api_error', code: null, passing: true, retry: true },
  url_invalid: badInput(),
  url_unrecognized: { ...badInput(null), status: 404 },
  vault_unavailable: { status: 503, type: 'api_error', code: null, passing: true, retry: true },
  version_invalid: badInput(null),
  webhook_endpoint_disabled: request(null),
  webhook_endpoint_limit: request(null),
}

/** @throws {Error} on a code no folder declares: a bug, answered as one */
export function entryOf(code: string): ProblemEntry {
  const entry = Object.hasOwn(problems, code) ? problems[code as ProblemCode] : undefined
  if (entry === undefined)
    throw new Error(`The problem code '${code}' has no entry in problems.ts.`)
  return entry
}
