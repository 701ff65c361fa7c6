import type { CardChecks, CheckResult } from '../../adapter.ts'

/** @see https://docs.adyen.com/development-resources/testing/result-codes/cvc-cvv-cid-result-codes */
const cvcResults: Readonly<Record<string, CheckResult>> = {
  0: 'unavailable', // unknown
  1: 'pass',
  2: 'fail',
  3: 'unchecked',
  4: 'unchecked', // not given, though required
  5: 'unavailable', // issuer not certified
  // 6: not given, so nothing was checked
}

const [pass, fail, unavailable, unchecked] = ['pass', 'fail', 'unavailable', 'unchecked'] as const

/**
 * Address, then postal code.
 * @see https://docs.adyen.com/point-of-sale/mail-and-telephone-order-moto/avs-responses-pos
 */
const avsResults: Readonly<Record<string, readonly [CheckResult, CheckResult]>> = {
  0: [unavailable, unavailable],
  1: [pass, fail],
  2: [fail, fail],
  3: [unavailable, unavailable],
  4: [unavailable, unavailable],
  // 5: not given, so nothing was checked
  6: [fail, pass],
  7: [pass, pass],
  8: [unchecked, unavailable],
  9: [pass, unavailable],
  10: [fail, unavailable],
  11: [unavailable, unchecked],
  12: [pass, unchecked],
  13: [fail, unchecked],
  14: [unavailable, pass],
  15: [unchecked, pass],
  16: [unavailable, fail],
  17: [unchecked, fail],
  18: [unchecked, unchecked],
  23: [unchecked, pass], // 23 to 26: the name does not match
  24: [pass, pass],
  25: [pass, unchecked],
  26: [fail, fail],
}

/**
 * Reads `additionalData.cvcResult` and `avsResult` ("1 Matches"), of which only the number counts.
 *
 * @returns undefined when nothing was given to check, or the merchant account does not show results
 */
export function readChecks(
  additionalData: Readonly<Record<string, string>>,
): CardChecks | undefined {
  const cvc = cvcResults[leadingNumber(additionalData['cvcResult'])]
  const address = avsResults[leadingNumber(additionalData['avsResult'])]
  if (cvc === undefined && address === undefined) return undefined
  return {
    ...(cvc === undefined ? {} : { cvc }),
    ...(address === undefined ? {} : { line1: address[0], postalCode: address[1] }),
  }
}

function leadingNumber(text: string | undefined): string {
  return /^\d+/.exec(text ?? '')?.[0] ?? ''
}
