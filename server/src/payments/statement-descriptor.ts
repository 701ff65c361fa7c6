import type { IntentDetails } from './model.ts'

const longest = 22

/**
 * What the payer's bank statement is to show: the payment's own text, or the merchant's with the payment's
 * suffix. Networks show 22 characters.
 *
 * @param merchants the merchant's own descriptor
 */
export function calculatedDescriptor(
  merchants: string | undefined,
  details: Pick<IntentDetails, 'statement_descriptor' | 'statement_descriptor_suffix'>,
): string | null {
  const { statement_descriptor: own, statement_descriptor_suffix: suffix } = details
  if (own !== null) return own.slice(0, longest)
  const parts = [merchants, suffix].filter((part) => part !== undefined && part !== null)
  return parts.length === 0 ? null : parts.join('* ').slice(0, longest)
}
