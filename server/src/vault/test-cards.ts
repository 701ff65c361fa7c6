/**
 * Cards that exist only in test mode, as Stripe publishes them, so that stories and tests written for it
 * run unchanged. What each of them does is the simulators' business; here is what is printed on it.
 * @see https://docs.stripe.com/testing
 */
const brands: Readonly<Record<string, string>> = {
  visa: '4242424242424242',
  us: '4242424242424242',
  visa_debit: '4000056655665556',
  visa_debit_eftposAuCoBranded: '4000050360000001',
  mastercard: '5555555555554444',
  mastercard_debit: '5200828282828210',
  mastercard_debit_eftposAuCoBranded: '5555050360000080',
  mastercard_prepaid: '5105105105105100',
  amex: '378282246310005',
  amex_threeDSecureNotSupported: '378282246310005',
  discover: '6011111111111117',
  diners: '3056930009020004',
  jcb: '3566002020360505',
  unionpay: '6200000000000005',
}

/** One good card for each country; digits seven to nine are the country's number in ISO 3166-1. */
const countries: Readonly<Record<string, string>> = {
  ae: '4000007840000001',
  ar: '4000000320000021',
  at: '4000000400000008',
  au: '4000000360000006',
  be: '4000000560000004',
  bg: '4000001000000000',
  br: '4000000760000002',
  by: '4000001120000005',
  ca: '4000001240000000',
  ch: '4000007560000009',
  cl: '4000001520000001',
  cn: '4000001560000002',
  co: '4000001700000003',
  cr: '4000001880000005',
  cy: '4000001960000008',
  cz: '4000002030000002',
  de: '4000002760000016',
  dk: '4000002080000001',
  ec: '4000002180000000',
  ee: '4000002330000009',
  es: '4000007240000007',
  fi: '4000002460000001',
  fr: '4000002500000003',
  gb: '4000008260000000',
  gi: '4000002920000005',
  gr: '4000003000000030',
  hk: '4000003440000004',
  hr: '4000001910000009',
  hu: '4000003480000005',
  ie: '4000003720000005',
  in: '4000003560000008',
  it: '4000003800000008',
  jp: '4000003920000003',
  li: '4000004380000004',
  lt: '4000004400000000',
  lu: '4000004420000006',
  lv: '4000004280000005',
  mt: '4000004700000007',
  mx: '4000004840008001',
  my: '4000004580000002',
  nl: '4000005280000002',
  no: '4000005780000007',
  nz: '4000005540000008',
  pa: '4000005910000000',
  pe: '4000006040000068',
  pl: '4000006160000005',
  pt: '4000006200000007',
  py: '4000006000000066',
  ro: '4000006420000001',
  sa: '4000006820000007',
  se: '4000007520000008',
  sg: '4000007020000003',
  si: '4000007050000006',
  sk: '4000007030000001',
  th: '4000007640000003',
  tw: '4000001580000008',
  uy: '4000008580000003',
}

const outcomes: Readonly<Record<string, string>> = {
  chargeDeclined: '4000000000000002',
  visa_chargeDeclined: '4000000000000002',
  chargeDeclinedInsufficientFunds: '4000000000009995',
  visa_chargeDeclinedInsufficientFunds: '4000000000009995',
  chargeDeclinedLostCard: '4000000000009987',
  visa_chargeDeclinedLostCard: '4000000000009987',
  chargeDeclinedStolenCard: '4000000000009979',
  visa_chargeDeclinedStolenCard: '4000000000009979',
  chargeDeclinedExpiredCard: '4000000000000069',
  chargeDeclinedIncorrectCvc: '4000000000000127',
  chargeDeclinedProcessingError: '4000000000000119',
  chargeDeclinedFraudulent: '4100000000000019',
  visa_chargeDeclinedVelocityLimitExceeded: '4000000000006975',
  chargeCustomerFail: '4000000000000341',
  radarBlock: '4100000000000019',
  riskLevelHighest: '4000000000004954',
  riskLevelElevated: '4000000000009235',
  cvcCheckFail: '4000000000000101',
  avsFail: '4000000000000010',
  avsLine1Fail: '4000000000000028',
  avsZipFail: '4000000000000036',
  avsUnchecked: '4000000000000044',
  authenticationRequired: '4000002760003184',
  authenticationRequiredOnSetup: '4000002500003155',
  authenticationRequiredSetupForOffSession: '4000003800000446',
  authenticationRequiredChargeDeclinedInsufficientFunds: '4000008260003178',
  threeDSecure2Required: '4000000000003220',
  threeDSecureRequired: '4000000000003063',
  threeDSecureRequiredChargeDeclined: '4000008400001629',
  threeDSecureRequiredProcessingError: '4000008400001280',
  threeDSecureOptional: '4000000000003055',
  threeDSecureOptionalProcessingError: '4000000000003097',
  createDispute: '4000000000000259',
  createDisputeProductNotReceived: '4000000000002685',
  createDisputeInquiry: '4000000000001976',
  createIssuerFraudRecord: '4000000000005423',
  pendingRefund: '4000000000007726',
  refundFail: '4000000000005126',
  bypassPending: '4000000000000077',
  bypassPendingInternational: '4000003720000278',
}

const numbers = new Map(Object.entries({ ...brands, ...countries, ...outcomes }))

export interface TestCard {
  readonly number: string
  readonly expMonth: number
  readonly expYear: number
  readonly cvc: string
}

/**
 * The card behind a ready-made test payment method or token (`pm_card_visa`, `tok_chargeDeclined`): good
 * until this month of next year.
 */
export function testCardFor(alias: string, now: Date): TestCard | undefined {
  const name = /^(?:pm_card|tok)_(.+)$/.exec(alias)?.[1]
  const number = name === undefined ? undefined : numbers.get(name)
  return number === undefined
    ? undefined
    : {
        number,
        expMonth: now.getUTCMonth() + 1,
        expYear: now.getUTCFullYear() + 1,
        cvc: number.startsWith('3782') ? '1234' : '123',
      }
}

/** Good cards that have a number and no alias. */
const others = [
  '2223003122003222',
  '3530111333300000',
  '36227206271667',
  '371449635398431',
  '4000002500001001',
  '4000057640000008',
  '4000058260000005',
  '4012888888881881',
  '4111111111111111',
  '5200007840000022',
  '5555552500001001',
  '5555558265554449',
  '6011000990139424',
  '6011981111111113',
  '6200000000000047',
  '6205500000000000004',
  '6555900000604105',
]
const published = new Set([...numbers.values(), ...others])

/** Whether this very number is published as a test card: nobody pays with it. */
export function isPublishedTestCard(number: string): boolean {
  return published.has(number)
}

/** Whether test mode takes the number: one published, or another of the ranges Stripe makes them from. */
export function isTestCard(number: string): boolean {
  return published.has(number) || /^(4242424242|40000[05]|4100000000|5555[05]5|520000)/.test(number)
}

const countryByNumber = new Map(
  Object.entries(countries).map(([code, number]) => [number.slice(6, 9), code.toUpperCase()]),
)
const japanese = '3530111333300000'
const debit = /^(400005|520082|555505|601198|6200000000000047)/
const prepaid = /^510510/

/** What a test card's issuer would say of it: `GB` debit for 4000 0582 6000 0005. */
export function testCardIssue(number: string): {
  readonly country: string
  readonly funding: 'credit' | 'debit' | 'prepaid'
} {
  const ranged = /^(40000[05]|5555[05]5|520000)/.test(number)
  const country = number === japanese ? 'JP' : ranged && countryByNumber.get(number.slice(6, 9))
  const funding = debit.test(number) ? 'debit' : prepaid.test(number) ? 'prepaid' : 'credit'
  return { country: country || 'US', funding }
}
