import type { z } from 'zod'
import { Misfit, quote, scalar } from '../wire/index.ts'
import { readInteger } from '../wire/types.ts'

const dayMs = 86_400_000

/** When a secret that is rolled stops working beside the new one: a time, or `now`. */
export type EndOfOverlap = 'now' | Date

/** `expires_at=now`, or a moment in unix seconds. */
export function endOfOverlap(): z.ZodType<EndOfOverlap, unknown> {
  return scalar<EndOfOverlap>(
    (value) => {
      if (value === 'now') return 'now'
      const seconds = readInteger(value, 0, Number.MAX_SAFE_INTEGER / 1_000)
      return seconds instanceof Misfit
        ? new Misfit(
            'parameter_invalid',
            (param) => `Invalid ${param}: ${quote(value)} is neither 'now' nor a unix time`,
          )
        : new Date(seconds * 1_000)
    },
    { oneOf: [{ const: 'now' }, { type: 'integer', format: 'unix-time' }] },
  )
}

/** How long the old secret goes on: a day unless it was said. Negative for a time that has passed. */
export function overlapMs(end: EndOfOverlap | undefined, now: Date): number {
  if (end === undefined) return dayMs
  return end === 'now' ? 0 : end.getTime() - now.getTime()
}
