import { Problem } from '../kernel/index.ts'

/** Everything the customers folder refuses. api/problems.ts gives each its HTTP status. */
export type CustomerProblemCode =
  | 'currency_mixed'
  | 'parameter_invalid'
  | 'payment_method_unusable'
  | 'resource_missing'
  | 'tax_id_invalid'
  | 'token_already_used'

/** A refusal of this folder. */
export function refuse(
  code: CustomerProblemCode,
  message: string,
  details: ConstructorParameters<typeof Problem>[2] = {},
): Problem {
  return new Problem(code, message, details)
}

/** An id the caller may not see or that does not exist: the two are told alike. */
export function missing(what: string, id: string, param: string): Problem {
  return refuse('resource_missing', `No such ${what}: '${id}'`, { param })
}
