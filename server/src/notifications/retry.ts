import type { NotificationParts } from './parts.ts'
import { dueNotifications } from './store.ts'
import { tryToSettle } from './try-to-settle.ts'

const atOnce = 10

/**
 * Tries again what could not be settled when it came: the thing it names was not there yet, the processor
 * could not be asked, or the server that took it in died.
 *
 * @returns how many were due
 */
export async function retryNotifications(parts: NotificationParts): Promise<number> {
  const due = await dueNotifications(parts.database.system, parts.clock.now())
  for (let start = 0; start < due.length; start += atOnce) {
    await Promise.all(due.slice(start, start + atOnce).map((each) => tryToSettle(parts, each)))
  }
  return due.length
}
