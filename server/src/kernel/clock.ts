/** Where the time comes from. Nothing of ours reads the system clock except through one of these. */
export interface Clock {
  now(): Date
}

/** The machine's own time. */
export const systemClock: Clock = { now: () => new Date() }

/** Whole seconds since 1970, as Stripe's API writes every time. */
export function unixSeconds(time: Date): number {
  return Math.floor(time.getTime() / 1000)
}

/** A time from unix seconds. */
export function fromUnixSeconds(seconds: number): Date {
  return new Date(seconds * 1000)
}
