import { Problem } from '../kernel/index.ts'

/** What a caller may not be, see or ask for. The messages are Stripe's own where it has one. */
export type TenantProblem =
  | 'api_key_missing'
  | 'api_key_invalid'
  | 'api_key_expired'
  | 'live_mode_off'
  | 'secret_key_required'
  | 'permission_denied'
  | 'account_invalid'
  | 'account_required'
  | 'account_rejected'
  | 'account_incomplete'
  | 'account_undeletable'
  | 'key_unknown'
  | 'key_ended'
  | 'livemode_mismatch'
  | 'parameter_invalid'

/** A refusal with one of this folder's codes. `param` is the field as the caller wrote it. */
export function refuse(code: TenantProblem, message: string, param?: string): Problem {
  return new Problem(code, message, param === undefined ? {} : { param })
}

/** A value that is not one of those a field may have: says which field, and what would be right. */
export function badParameter(param: string, message: string): Problem {
  return refuse('parameter_invalid', message, param)
}

/** An account that does not exist and one of somebody else: the caller cannot tell which. */
export function accountInvalid(merchantId: string, keyHint: string): Problem {
  return refuse(
    'account_invalid',
    `The provided key '${keyHint}' does not have access to account '${merchantId}' (or that account does not exist). Application access may have been revoked.`,
  )
}
