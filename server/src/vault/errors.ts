import { Problem } from '../kernel/index.ts'

/** What the vault refuses, in Stripe's words where it has one. */
export const vaultProblemCodes = [
  'incorrect_number',
  'invalid_number',
  'invalid_expiry_month',
  'invalid_expiry_year',
  'invalid_cvc',
  'card_declined',
  /** No data key can be had: the master key is missing or its service does not answer. */
  'vault_unavailable',
] as const
export type VaultProblemCode = (typeof vaultProblemCodes)[number]

/** A problem with one of the vault's codes. */
export function vaultProblem(
  code: VaultProblemCode,
  message: string,
  details?: ConstructorParameters<typeof Problem>[2],
): Problem {
  return new Problem(code, message, details)
}
