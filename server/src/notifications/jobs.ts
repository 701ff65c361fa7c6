import type { NotificationParts } from './parts.ts'
import { retryNotifications } from './retry.ts'

/** What the worker runs for notifications. */
export function notificationJobs(
  parts: NotificationParts,
): { name: string; everyMs: number; round(): Promise<boolean> }[] {
  const round = async () => (await retryNotifications(parts)) > 0
  return [{ name: 'notifications', everyMs: 1_000, round }]
}
