import { Problem } from '../kernel/index.ts'

/** Everything this folder refuses. api/problems.ts gives each its HTTP status. */
export const disputeProblemCodes = [
  'dispute_in_progress',
  'dispute_response_refused',
  'dispute_response_unsupported',
  'dispute_state_conflict',
  'evidence_missing',
  'evidence_too_long',
] as const
export type DisputeProblemCode = (typeof disputeProblemCodes)[number]

/** A refusal of this folder. */
export function refuse(
  code: DisputeProblemCode,
  message: string,
  details: ConstructorParameters<typeof Problem>[2] = {},
): Problem {
  return new Problem(code, message, details)
}
