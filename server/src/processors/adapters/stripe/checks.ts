import type { CardChecks } from '../../adapter.ts'

/** @see https://docs.stripe.com/api/payment_methods/object#payment_method_object-card-checks */
export function checksIn(
  checks:
    | {
        readonly cvc_check?: CardChecks['cvc'] | null
        readonly address_line1_check?: CardChecks['line1'] | null
        readonly address_postal_code_check?: CardChecks['postalCode'] | null
      }
    | null
    | undefined,
): CardChecks | undefined {
  if (checks === null || checks === undefined) return undefined
  const { cvc_check: cvc, address_line1_check: line1 } = checks
  const postalCode = checks.address_postal_code_check
  return {
    ...(cvc && { cvc }),
    ...(line1 && { line1 }),
    ...(postalCode && { postalCode }),
  }
}
