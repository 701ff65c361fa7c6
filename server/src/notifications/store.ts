import type { Queries, Row } from '../db/index.ts'
import type { StoredNotification } from './model.ts'

/** The account a notification came to, of whichever PSP. */
export function findAccount(
  queries: Queries,
  id: string,
): Promise<Row<'processor_accounts'> | undefined> {
  return queries
    .selectFrom('processor_accounts')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
}

/**
 * Stores a notification unless it is there.
 * @returns what is stored: an earlier one of the same id as it now is
 */
export async function storeNotification(
  queries: Queries,
  row: StoredNotification,
): Promise<StoredNotification> {
  const stored = await queries
    .insertInto('notifications')
    .values({ ...row, answer: JSON.stringify(row.answer), headers: JSON.stringify(row.headers) })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
  if (stored !== undefined) return stored
  return queries
    .selectFrom('notifications')
    .selectAll()
    .where('psp_id', '=', row.psp_id)
    .where('processor_account_id', '=', row.processor_account_id)
    .where('id', '=', row.id)
    .executeTakeFirstOrThrow()
}

/** What is due to be tried again, of all PSPs, the longest overdue first. */
export function dueNotifications(queries: Queries, now: Date): Promise<StoredNotification[]> {
  return queries
    .selectFrom('notifications')
    .selectAll()
    .where('next_try_at', '<=', now)
    .orderBy('next_try_at')
    .limit(100)
    .execute()
}

/** Notes how a try went, unless another server has settled it meanwhile. */
export async function noteTry(
  queries: Queries,
  { psp_id, processor_account_id, id, tries }: StoredNotification,
  { state, next_try_at }: Pick<StoredNotification, 'state' | 'next_try_at'>,
): Promise<void> {
  await queries
    .updateTable('notifications')
    .set({ state, next_try_at, tries: tries + 1 })
    .where('psp_id', '=', psp_id)
    .where('processor_account_id', '=', processor_account_id)
    .where('id', '=', id)
    .where('next_try_at', 'is not', null)
    .execute()
}
