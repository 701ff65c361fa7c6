import { refuse } from '../../refusals.ts'

const merchantsOnly = [
  'capture_method',
  'error_on_requires_action',
  'off_session',
  'payment_method_types',
  'allowed_payment_method_types',
] as const

/**
 * Refuses what a payer's browser may not decide when it confirms.
 * @throws {Problem} `parameter_invalid`, naming the parameter
 */
export function refuseFromBrowser(
  body: { readonly [N in (typeof merchantsOnly)[number]]?: unknown },
): void {
  for (const name of merchantsOnly) {
    if (body[name] === undefined) continue
    throw refuse(
      'parameter_invalid',
      `The parameter ${name} may only be used with a secret API key.`,
      { param: name },
    )
  }
}
