import type { Capabilities } from '../../adapter.ts'

/**
 * What an ordinary Adyen merchant account can do. Several captures of one authorization are not in
 * it: Adyen switches that on by request only, and otherwise the first capture releases the rest.
 * @see https://docs.adyen.com/online-payments/capture
 */
export const capabilities: Capabilities = {
  methods: ['card'],
  currencies: 'all',
  manualCapture: true,
  partialCapture: true,
  multipleCapture: false,
  incrementalAuthorization: true,
  partialRefund: true,
  void: true,
  authentication: true,
  networkTokens: true,
  // Its Disputes API has other addresses and rights than Checkout.
  disputeResponse: false,
  captureOutcome: 'notification',
  refundOutcome: 'notification',
  voidOutcome: 'notification',
  lookup: 'none',
  // Documented as 31 days at least, seven in older versions of the same page; the shorter is safe.
  // @see https://docs.adyen.com/development-resources/api-idempotency
  idempotency: { windowHours: 7 * 24, replays: 'every_answer' },
  // Adyen expires what is not captured by then; schemes guarantee less (Visa seven days).
  authorizationDays: 28,
  // @see https://docs.adyen.com/development-resources/currency-codes ("differs from standard")
  exponents: { clp: 2, cve: 0, idr: 0, isk: 2 },
  // What a killed server had asked is looked up once this is over, and is to be known within half a minute.
  deadlineMs: 20_000,
}
