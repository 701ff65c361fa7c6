const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** How long we keep trying, and how long an endpoint may fail before we stop. */
export interface Schedule {
  /** The wait after the first failed try, the second, …; when they are used up, the delivery has failed. */
  readonly delaysMs: readonly number[]
  /** An endpoint is disabled when a delivery to it fails for good and nothing got through for so long. */
  readonly disableAfterMs: number
}

/**
 * Live deliveries follow Standard Webhooks 1.0.0: the tenth try comes after three days. An endpoint is
 * given five, so that one that was down over a long weekend is still there. Test deliveries take half
 * a day at most; an endpoint nobody runs any more is disabled after a schedule without success.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const schedules: Readonly<Record<'live' | 'test', Schedule>> = {
  live: {
    delaysMs: [
      ...[5 * second, 5 * minute, 30 * minute],
      ...[2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour],
    ],
    disableAfterMs: 5 * day,
  },
  test: {
    delaysMs: [5 * second, minute, 10 * minute, hour, 3 * hour],
    disableAfterMs: 3 * hour,
  },
}

/** Delays are stretched or shrunk by up to a tenth, so that what failed together does not return together. */
const jitter = 0.1

/** However long a receiver asks us to wait, we come back before this. */
const longestRetryAfterMs = 6 * hour

/**
 * When to try again after so many failed tries, or `undefined` when that was the last.
 *
 * @param tries made so far, the one that just failed included
 * @param retryAfterMs what the receiver asked for; it can only make us wait longer
 * @param random from 0 to 1
 */
export function nextTryAt(
  schedule: Schedule,
  tries: number,
  now: Date,
  random: number,
  retryAfterMs = 0,
): Date | undefined {
  const delay = schedule.delaysMs[tries - 1]
  if (delay === undefined) return undefined
  const jittered = delay * (1 - jitter + 2 * jitter * random)
  const wait = Math.max(jittered, Math.min(retryAfterMs, longestRetryAfterMs))
  return new Date(now.getTime() + Math.round(wait))
}

/** Milliseconds a `Retry-After` asks for: seconds, or a date (RFC 9110 §10.2.3); 0 when it says neither. */
export function readRetryAfter(header: string, now: Date): number {
  const wait = /^\d+$/.test(header)
    ? Number(header) * second
    : new Date(header).getTime() - now.getTime()
  return Number.isFinite(wait) ? Math.max(0, wait) : 0
}
