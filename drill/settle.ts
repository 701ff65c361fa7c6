import { setTimeout as pause } from 'node:timers/promises'
import { hastenDeliveries, readOpen } from './ledger.ts'
import { withDatabase } from './postgres.ts'

/** So long after the last fault every payment has come to an end. */
const terminalWithinMs = 30_000
const deliveredWithinMs = 120_000
const pollMs = 200

/**
 * Waits until nothing is left to be found out.
 *
 * @param lastFaultAt as `performance.now()`
 * @returns how long after the last fault that was, and what was still open when time was up
 */
export async function waitForEnds(
  dataDir: string,
  lastFaultAt: number,
): Promise<{ ms: number; open: readonly string[] }> {
  for (;;) {
    // PostgreSQL may still be recovering from the last kill.
    const open = await withDatabase(dataDir, readOpen).catch((error: Error) => [error.message])
    const ms = performance.now() - lastFaultAt
    if (open.length === 0 || ms > terminalWithinMs) return { ms, open }
    await pause(pollMs)
  }
}

/** Waits until every event has been delivered, and longer waits between tries are skipped. */
export async function waitForDeliveries(dataDir: string): Promise<void> {
  const deadline = performance.now() + deliveredWithinMs
  while (performance.now() < deadline) {
    if ((await withDatabase(dataDir, hastenDeliveries)) === 0) return
    await pause(1_000)
  }
}
