import { setTimeout as pause } from 'node:timers/promises'

/** Whether the database was out of reach, whatever became of what it was asked. */
export function isLostConnection(error: unknown): boolean {
  const { code, message } = error as { readonly code?: string; readonly message: string }
  if (code === undefined) return /terminated|closed|timeout|not queryable/i.test(message)
  // 57P: shutting down, crashed, starting up; 08: connection failures; the rest are the socket's own.
  return /^(57P0[123]|08|ECONN|EPIPE|ENOENT|ETIMEDOUT)/.test(code)
}

/**
 * Does again what a lost database interrupted, until it is back: for work that may be done twice.
 *
 * @param patienceMs how long it may stay away before its error is thrown
 */
export async function whenReachable<T>(work: () => Promise<T>, patienceMs = 60_000): Promise<T> {
  const deadline = performance.now() + patienceMs
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isLostConnection(error) || performance.now() > deadline) throw error
      await pause(100)
    }
  }
}
