import type { NotificationParts } from './parts.ts'
import { retryNotifications } from './retry.ts'

/** What the worker runs for notifications. */
export function notificationJobs(
  parts: NotificationParts,
): { name: string; everyMs: number; round(): Promise<number> }[] {
  return [{ name: 'notifications', everyMs: 1_000, round: () => retryNotifications(parts) }]
}
