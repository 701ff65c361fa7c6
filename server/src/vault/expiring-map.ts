import type { Clock } from '../kernel/index.ts'

/** A map that forgets. */
export interface ExpiringMap<Value> {
  get(key: string): Value | undefined
  set(key: string, value: Value): void
  delete(key: string): void
  /** How many entries are in memory. */
  readonly size: number
}

/**
 * A map whose entries live for a time, the oldest going first when there are too many. What is past its
 * time cannot be got, and leaves memory within a tenth of that time more, even when nobody asks.
 */
export function expiringMap<Value>(
  clock: Clock,
  { lifetimeMs, capacity }: { lifetimeMs: number; capacity: number },
): ExpiringMap<Value> {
  // Every entry lives equally long, so the order of insertion is the order of expiry.
  const entries = new Map<string, { readonly value: Value; readonly until: number }>()
  let sweep: NodeJS.Timeout | undefined

  function dropExpired(): void {
    const now = clock.now().getTime()
    for (const [key, { until }] of entries) {
      if (until > now && entries.size <= capacity) break
      entries.delete(key)
    }
  }

  /** Many expire at once rather than each with a timer of its own. */
  function scheduleSweep(): void {
    const [oldest] = entries.values()
    if (sweep !== undefined || oldest === undefined) return
    const left = Math.max(0, oldest.until - clock.now().getTime())
    sweep = setTimeout(
      () => {
        sweep = undefined
        dropExpired()
        scheduleSweep()
      },
      left + lifetimeMs / 10,
    ).unref()
  }

  return {
    get(key) {
      const entry = entries.get(key)
      return entry !== undefined && entry.until > clock.now().getTime() ? entry.value : undefined
    },
    set(key, value) {
      entries.delete(key)
      entries.set(key, { value, until: clock.now().getTime() + lifetimeMs })
      dropExpired()
      scheduleSweep()
    },
    delete(key) {
      entries.delete(key)
    },
    get size() {
      return entries.size
    },
  }
}
