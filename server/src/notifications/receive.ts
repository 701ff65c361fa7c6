import { openAccount } from '../payments/index.ts'
import {
  adapterFor,
  type Notification,
  type NotificationReply,
  type RawNotification,
} from '../processors/index.ts'
import { answerJson, type StoredNotification } from './model.ts'
import type { NotificationParts } from './parts.ts'
import { findAccount, storeNotification } from './store.ts'
import { tryToSettle } from './try-to-settle.ts'

/** What is done with what came in. */
export type Received =
  | { readonly outcome: 'stored'; readonly reply: NotificationReply }
  | { readonly outcome: 'refused' }
  | { readonly outcome: 'unknown_account' }

/**
 * Takes in what a processor sends to one of our processor accounts: verified, stored, and answered; what it
 * is about is settled afterwards. What cannot be verified changes nothing and is not even stored, so that
 * nobody can fill the database.
 */
export async function receiveNotification(
  parts: NotificationParts,
  accountId: string,
  raw: RawNotification,
): Promise<Received> {
  const row = await findAccount(parts.database.system, accountId)
  if (row === undefined) return { outcome: 'unknown_account' }
  const account = await openAccount(row, parts.parts)
  const parsed = adapterFor(account.processor).parseNotification(raw, account)
  if (!parsed.verified) {
    parts.refused(parsed.reason, accountId)
    return { outcome: 'refused' }
  }
  for (const notification of parsed.notifications) {
    const stored = await storeNotification(
      parts.database.system,
      rowOf(notification, raw, { ...row, firstTryAt: firstTryAt(raw.receivedAt) }),
    )
    if (stored.tries === 0 && stored.next_try_at !== null) void tryToSettle(parts, stored)
  }
  return { outcome: 'stored', reply: parsed.reply }
}

/** We try at once; should this server die, another one tries then. */
const firstTryMs = 15_000

function firstTryAt(receivedAt: Date): Date {
  return new Date(receivedAt.getTime() + firstTryMs)
}

function rowOf(
  { id, type, subject, reference, processorReference, answer }: Notification,
  raw: RawNotification,
  account: { id: string; psp_id: string; livemode: boolean; firstTryAt: Date },
): StoredNotification {
  return {
    psp_id: account.psp_id,
    processor_account_id: account.id,
    id,
    livemode: account.livemode,
    received_at: raw.receivedAt,
    type,
    subject,
    reference: reference ?? null,
    processor_reference: processorReference,
    answer: answerJson(answer),
    headers: withoutCredentials(raw.headers),
    body: raw.body,
    state: 'received',
    tries: 0,
    next_try_at: account.firstTryAt,
  }
}

/** A signature proves where it came from and opens nothing; other headers may. */
function withoutCredentials(headers: RawNotification['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => name === 'content-type' || name === 'user-agent' || name.endsWith('signature'),
    ),
  )
}
