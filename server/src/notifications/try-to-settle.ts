import type { StoredNotification } from './model.ts'
import type { Outcome } from './outcome.ts'
import type { NotificationParts } from './parts.ts'
import { settleNotification } from './settle.ts'
import { noteTry } from './store.ts'

const secondMs = 1_000
const hourMs = 3_600_000
/** What nobody has claimed by then nobody will. */
const longestMs = 3 * 24 * hourMs

/** Settles a notification as far as that can be done now, and notes when to try again. Never throws. */
export async function tryToSettle(
  parts: NotificationParts,
  stored: StoredNotification,
): Promise<void> {
  try {
    const outcome = await settleNotification(parts, stored)
    await noteTry(parts.database.system, stored, noted(outcome, stored, parts.clock.now()))
  } catch (error) {
    parts.failed(error, `${stored.processor_account_id}:${stored.id}`)
    await postpone(parts, stored)
  }
}

async function postpone(parts: NotificationParts, stored: StoredNotification): Promise<void> {
  try {
    const next_try_at = nextTryAt(stored, parts.clock.now())
    await noteTry(parts.database.system, stored, { state: stored.state, next_try_at })
  } catch (error) {
    // It is due again at the time noted before.
    parts.failed(error, `${stored.processor_account_id}:${stored.id}`)
  }
}

function noted(
  outcome: Outcome,
  stored: StoredNotification,
  now: Date,
): Pick<StoredNotification, 'state' | 'next_try_at'> {
  switch (outcome) {
    case 'settled':
    case 'ignored':
      return { state: outcome, next_try_at: null }
    case 'orphan':
      return { state: 'orphan', next_try_at: nextTryAt(stored, now) }
  }
}

/** With growing pauses for three days; null when it is too old to be tried again. */
function nextTryAt(
  { received_at, tries }: Pick<StoredNotification, 'received_at' | 'tries'>,
  now: Date,
): Date | null {
  const next = new Date(now.getTime() + Math.min(secondMs * 2 ** tries, hourMs))
  return next.getTime() - received_at.getTime() > longestMs ? null : next
}
