import { setTimeout as delay } from 'node:timers/promises'
import { describeExit } from './os-process.ts'
import type { Postmaster } from './postmaster.ts'

const firstDelayMs = 100
const longestDelayMs = 10_000

/** One that took connections for this long was well: its end has a cause of its own. */
const wellAfterMs = 2_000

export interface KeptRunning {
  /** The one that runs now, or the last that did. */
  current(): Postmaster
  stop(): Promise<void>
}

/** Pure: at once the first time, then after 100 ms, twice that, … up to 10 s. */
export function delayBefore(attempt: number): number {
  return attempt === 0 ? 0 : Math.min(firstDelayMs * 2 ** (attempt - 1), longestDelayMs)
}

/**
 * Starts a postmaster and starts the next whenever one ends, for as long as it takes, until stopped.
 *
 * @param start must give up when its signal is aborted
 * @throws what the first start throws; later failures are logged, and tried again
 */
export async function keepRunning(
  start: (signal: AbortSignal) => Promise<Postmaster>,
  log: (line: string) => void,
): Promise<KeptRunning> {
  const stopping = new AbortController()
  const { signal } = stopping
  let current = await start(signal)

  async function watch(): Promise<void> {
    let attempt = 0
    while (!signal.aborted) {
      const startedAt = Date.now()
      const exit = await current.exited
      if (signal.aborted) return
      log(`PostgreSQL ended unexpectedly (${describeExit(exit)}), starting it again`)
      if (Date.now() - startedAt > wellAfterMs) attempt = 0
      while (!signal.aborted && !(await startAgain(attempt++)));
    }
  }

  async function startAgain(attempt: number): Promise<boolean> {
    try {
      await delay(delayBefore(attempt), undefined, { signal })
      current = await start(signal)
      log(`PostgreSQL runs again (process ${current.pid})`)
      return true
    } catch (error) {
      if (!signal.aborted) log(error instanceof Error ? error.message : String(error))
      return false
    }
  }

  const watching = watch()
  return {
    current: () => current,
    async stop() {
      stopping.abort()
      await current.stop()
      await watching
      // One that became ready in the very moment of the abort.
      await current.stop()
    },
  }
}
