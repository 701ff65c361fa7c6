import type { Intent } from '../../../payments/index.ts'
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
  { details }: Intent,
  body: { readonly [N in (typeof merchantsOnly)[number]]?: unknown },
): void {
  if (details.confirmation_method === 'manual') {
    throw refuse(
      'parameter_invalid',
      'This PaymentIntent has confirmation_method=manual: only a secret API key can confirm it.',
    )
  }
  for (const name of merchantsOnly) {
    if (body[name] === undefined) continue
    throw refuse(
      'parameter_invalid',
      `The parameter ${name} may only be used with a secret API key.`,
      { param: name },
    )
  }
}
