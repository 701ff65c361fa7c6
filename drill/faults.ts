import type { Controls, FaultRuleInput } from '../server/src/processors/index.ts'

/** What processors do to us, and how often of a hundred calls. */
const everyCall = {
  timeout_before: 0.7,
  timeout_after: 0.7,
  drop_before: 1.5,
  drop_after: 2,
  error_before: 1.5,
  error_after: 1.5,
  truncate_after: 1,
  html_after: 1,
  wrong_amount: 1,
  wrong_currency: 1,
  slow: 3,
  conflict: 1,
  rate_limit: 1,
  decline: 1,
} as const

/** And to what they tell us unasked. None is lost for good: with Adyen it is the only proof there is. */
const everyNotification = {
  duplicate: 6,
  delay: 20,
  reorder: 10,
  forge_signature: 2,
  forge_stale: 2,
  forge_account: 2,
} as const

const lateMs = 3_000
const slowMs = 400

/**
 * Lets every simulator misbehave from now on.
 * @param times as often as said above, for a short drill in which much has to go wrong
 */
export function misbehave(controls: Controls, times: number): void {
  const rules: FaultRuleInput[] = [
    ...Object.entries(everyCall).map(([fault, percent]) =>
      rule('*', fault as keyof typeof everyCall, percent * times, slowMs),
    ),
    ...Object.entries(everyNotification).map(([fault, percent]) =>
      rule('notification', fault as keyof typeof everyNotification, percent * times, lateMs),
    ),
  ]
  for (const control of Object.values(controls)) control.addFaults(rules)
}

function rule(
  operation: string,
  fault: FaultRuleInput['fault'],
  percent: number,
  ms: number,
): FaultRuleInput {
  return { operation, fault, probability: percent / 100, ms, count: 2 }
}
