import { setTimeout as pause } from 'node:timers/promises'

/** What a phase of load came to. */
export interface Phase {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/**
 * Runs work as fast as so many callers can, each starting the next when its last is done.
 *
 * @param total how often altogether
 */
export async function closedLoop(
  callers: number,
  total: number,
  work: (index: number) => Promise<void>,
): Promise<Phase> {
  const times: number[] = []
  let next = 0
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (next < total) {
        const index = next++
        const begun = performance.now()
        await work(index)
        times.push(performance.now() - begun)
      }
    }),
  )
  return phase(times, performance.now() - startedAt)
}

/**
 * Runs work at a steady rate, whether or not the last is done: what is measured includes the wait of those
 * that came while others were slow.
 */
export async function openLoop(
  perSecond: number,
  total: number,
  work: (index: number) => Promise<void>,
): Promise<Phase> {
  const times: number[] = []
  const running: Promise<void>[] = []
  const startedAt = performance.now()
  for (let index = 0; index < total; index++) {
    const due = startedAt + (index / perSecond) * 1000
    const early = due - performance.now()
    // Asleep, not spinning: whoever measures takes no CPU from what is measured. Timers are good to a millisecond.
    if (early >= 1) await pause(early)
    running.push(
      work(index).then(() => {
        times.push(performance.now() - due)
      }),
    )
  }
  await Promise.all(running)
  return phase(times, performance.now() - startedAt)
}

/** The value below which this share of values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

function phase(times: readonly number[], elapsedMs: number): Phase {
  return {
    perSecond: (times.length / elapsedMs) * 1000,
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
  }
}
