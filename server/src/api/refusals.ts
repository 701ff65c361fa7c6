import { Problem } from '../kernel/index.ts'

/** What this folder itself refuses, whatever the endpoint. */
export const apiProblemCodes = [
  'body_invalid',
  'country_unsupported',
  'email_invalid',
  'expand_invalid',
  'expand_too_deep',
  'idempotency_key_in_use',
  'idempotency_key_invalid',
  'idempotency_mismatch',
  'internal_error',
  'level_mismatch',
  'lock_timeout',
  'notification_unverified',
  'parameter_invalid',
  'parameter_invalid_empty',
  'parameter_invalid_integer',
  'parameter_missing',
  'parameter_unknown',
  'parameters_exclusive',
  'rate_limit',
  'resource_missing',
  'search_query_invalid',
  'unknown_outcome',
  'url_unrecognized',
  'version_invalid',
] as const
export type ApiProblemCode = (typeof apiProblemCodes)[number]

/** A refusal of this folder. */
export function refuse(
  code: ApiProblemCode,
  message: string,
  details: ConstructorParameters<typeof Problem>[2] = {},
): Problem {
  return new Problem(code, message, details)
}

/** An id the caller may not see or that does not exist: the two are told alike. */
export function noSuch(object: string, id: string, param: string): Problem {
  return refuse('resource_missing', `No such ${object}: '${id}'`, { param })
}
