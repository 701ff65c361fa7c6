import type { Claim } from './delivery-store.ts'
import { nextTryAt, readRetryAfter, type Schedule } from './schedule.ts'
import type { Answer } from './sender.ts'

/** Where a delivery stands after a try. `gone`: the endpoint said that it wants no more. */
export type Verdict =
  | { readonly state: 'delivered' }
  | { readonly state: 'pending'; readonly nextTryAt: Date }
  | { readonly state: 'failed'; readonly gone: boolean }

/** One try, as it goes to the log. */
export interface Outcome {
  readonly claim: Claim
  readonly tryId: string
  readonly at: Date
  readonly answer: Answer
  readonly verdict: Verdict
  /** Whether the try tells how the endpoint is doing; one that broke on our side does not. */
  readonly reached: boolean
}

/**
 * Judges an answer: only 2xx is success, so a redirect is a failure; 410 means never again.
 * @param tries failed ones before this one
 * @param random from 0 to 1
 */
export function judge(
  { status, retryAfter }: Pick<Answer, 'status' | 'retryAfter'>,
  {
    tries,
    schedule,
    now,
    random,
  }: {
    tries: number
    schedule: Schedule
    now: Date
    random: number
  },
): Verdict {
  if (status !== null && status >= 200 && status < 300) return { state: 'delivered' }
  if (status === 410) return { state: 'failed', gone: true }
  const asksToWait = (status === 429 || status === 503) && retryAfter !== null
  const waitMs = asksToWait ? readRetryAfter(retryAfter, now) : 0
  const next = nextTryAt(schedule, tries + 1, now, random, waitMs)
  return next === undefined
    ? { state: 'failed', gone: false }
    : { state: 'pending', nextTryAt: next }
}

/** How one endpoint did in a batch of outcomes. */
export interface HealthChange {
  readonly merchant_id: string
  readonly livemode: boolean
  readonly endpoint_id: string
  /** 0 when anything got through. */
  readonly failures: number
  readonly failing_since: Date
}

/** Pure: outcomes by endpoint. Sends that overlap have no order, so one success among them is health. */
export function healthChanges(outcomes: readonly Outcome[]): HealthChange[] {
  const tried = outcomes.filter(({ reached }) => reached)
  const byEndpoint = Map.groupBy(tried, ({ claim }) => claim.endpointId)
  return [...byEndpoint.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const isWell = group.some(({ verdict }) => verdict.state === 'delivered')
    const times = group.map(({ at }) => at.getTime())
    return {
      merchant_id: first.claim.merchantId,
      livemode: first.claim.livemode,
      endpoint_id: first.claim.endpointId,
      failures: isWell ? 0 : group.length,
      failing_since: new Date(Math.min(...times)),
    }
  })
}
