import type { Clock } from '../../kernel/index.ts'

export type CircuitState = 'closed' | 'open' | 'half_open'

export interface CircuitLimits {
  /** Opens after this many failures with no success between them. */
  readonly failuresInARow: number
  /** Opens when at least this share of the recent asks failed … */
  readonly failedShare: number
  /** … and there were at least this many of them. */
  readonly minimumAsks: number
  readonly windowMs: number
  /** An ask unanswered for this long counts as failed for now, however far off its deadline is. */
  readonly slowMs: number
  /** How long it stays open before one ask is let through to see. */
  readonly openMs: number
}

export const defaultCircuitLimits: CircuitLimits = {
  failuresInARow: 8,
  failedShare: 0.5,
  minimumAsks: 20,
  windowMs: 30_000,
  slowMs: 8_000,
  openMs: 5_000,
}

/** Leave to ask once; the asker says how it went. */
export interface Permit {
  settle(succeeded: boolean): void
}

/** Stops asking a processor that does not answer, so that callers can go elsewhere at once. */
export interface Circuit {
  /** Nothing when the circuit is open, or half-open with its probe under way. */
  admit(): Permit | undefined
  readonly state: CircuitState
  readonly recent: { readonly asked: number; readonly failed: number }
}

/** A closed circuit, counting. While half-open, one ask at a time is the probe that decides. */
export function createCircuit(clock: Clock, limits: CircuitLimits): Circuit {
  const time = () => clock.now().getTime()
  /** When each ask under way began. A Set keeps the order of insertion, so the oldest come first. */
  const inFlight = new Set<{ readonly startedAt: number }>()
  const window = createWindow(limits.windowMs)
  let state: CircuitState = 'closed'
  let probe: { readonly startedAt: number } | undefined
  let failuresInARow = 0
  let lastSuccessAt = Number.NEGATIVE_INFINITY
  let openedAt = 0

  const slow = (ask: { readonly startedAt: number }, now: number) =>
    ask.startedAt + limits.slowMs <= now

  /** Asks that have been silent too long, and became so after the last success. */
  const stalled = (now: number) => {
    let count = 0
    for (const ask of inFlight) {
      if (!slow(ask, now)) break
      if (ask.startedAt + limits.slowMs > lastSuccessAt) count += 1
    }
    return count
  }

  const open = (now: number) => {
    state = 'open'
    openedAt = now
    probe = undefined
    failuresInARow = 0
    window.clear()
  }

  /** Moves on what only time decides. */
  const look = (now: number) => {
    if (state === 'closed') {
      const { asked, failed } = window.counts(now)
      const share = asked >= limits.minimumAsks && failed >= asked * limits.failedShare
      if (share || failuresInARow + stalled(now) >= limits.failuresInARow) open(now)
    } else if (state === 'open') {
      if (elapsed(openedAt, now) >= limits.openMs) state = 'half_open'
    } else if (probe !== undefined && slow(probe, now)) open(now)
  }

  const settle = (ask: { readonly startedAt: number }, succeeded: boolean) => {
    if (!inFlight.delete(ask)) return
    const now = time()
    if (state === 'closed') {
      window.count(now, succeeded)
      failuresInARow = succeeded ? 0 : failuresInARow + 1
      if (succeeded) lastSuccessAt = now
      look(now)
    } else if (ask === probe) {
      if (!succeeded) return open(now)
      state = 'closed'
      probe = undefined
      lastSuccessAt = now
    }
  }

  return {
    admit() {
      const startedAt = time()
      look(startedAt)
      if (state === 'open' || probe !== undefined) return undefined
      const ask = { startedAt }
      if (state === 'half_open') probe = ask
      inFlight.add(ask)
      return { settle: (succeeded) => settle(ask, succeeded) }
    },
    get state() {
      look(time())
      return state
    },
    get recent() {
      return window.counts(time())
    },
  }
}

/** A clock set back must not hold a circuit open: it counts as all the time there is. */
function elapsed(from: number, now: number): number {
  return now < from ? Number.POSITIVE_INFINITY : now - from
}

/** Counts over a rolling window in two halves that take turns: exact to within half a window. */
function createWindow(windowMs: number) {
  const half = windowMs / 2
  let from = 0
  let current = { asked: 0, failed: 0 }
  let previous = { asked: 0, failed: 0 }
  const roll = (now: number) => {
    const age = elapsed(from, now)
    if (age < half) return
    previous = age < windowMs ? current : { asked: 0, failed: 0 }
    current = { asked: 0, failed: 0 }
    from = now
  }
  return {
    count(now: number, succeeded: boolean) {
      roll(now)
      current.asked += 1
      if (!succeeded) current.failed += 1
    },
    counts(now: number) {
      roll(now)
      return {
        asked: current.asked + previous.asked,
        failed: current.failed + previous.failed,
      }
    },
    clear() {
      current = { asked: 0, failed: 0 }
      previous = { asked: 0, failed: 0 }
    },
  }
}
