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

let spelt = { second: Number.NaN, text: '' }

/** A time as `toISOString` writes it. What happens in one second is spelt alike, at a tenth of the cost. */
export function isoTime(time: Date): string {
  const second = Math.floor(time.getTime() / 1000)
  if (second !== spelt.second) {
    spelt = { second, text: new Date(second * 1000).toISOString().slice(0, -4) }
  }
  const ms = time.getTime() - second * 1000
  return `${spelt.text}${ms < 100 ? (ms < 10 ? '00' : '0') : ''}${ms}Z`
}
