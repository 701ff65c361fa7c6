import { readDispute, settleDispute } from '../disputes/index.ts'
import { findPayment, openAccount, parseReference, paymentTools } from '../payments/index.ts'
import type { DisputeNews, Unknown } from '../processors/index.ts'
import { jobContext } from '../tenants/index.ts'
import { answerOf, type StoredNotification } from './model.ts'
import type { Outcome } from './outcome.ts'
import type { NotificationParts } from './parts.ts'
import { findAccount } from './store.ts'
import { tenantOf } from './tenant-of.ts'

/**
 * Settles what a notification says of a dispute. Disputes are not asked for, so they carry no reference of
 * their own: the payment's names the merchant, and where the protocol does not carry it, the processor is
 * asked for it.
 */
export async function settleDisputeNotification(
  parts: NotificationParts,
  stored: StoredNotification,
): Promise<Outcome> {
  const row = await findAccount(parts.database.system, stored.processor_account_id)
  if (row === undefined) throw new Error(`${stored.processor_account_id} is gone.`)
  const account = await openAccount(row, parts.parts)
  const { processor_reference: processorReference } = stored
  const told = toldBy(stored)
  const news = await readDispute(parts.parts, account, processorReference, told)
  if (news.outcome !== 'dispute') {
    if (told.outcome === 'unknown') {
      const where = { account: account.id, dispute: processorReference }
      parts.parts.alert('A dispute cannot be read', where)
    }
    return 'orphan'
  }
  const named = news.reference === undefined ? undefined : parseReference(news.reference)
  // Of a payment that another system of the account's owner made.
  if (named === undefined) return 'ignored'
  const tenant = await tenantOf(parts, stored, named.merchantId)
  if (tenant === undefined) return 'orphan'
  const ctx = jobContext(parts, tenant, null)
  const attempt = await findPayment(ctx, 'attempts', named.id)
  if (attempt?.processor_account_id !== account.id) return 'orphan'
  const payments = { ...ctx, ...paymentTools(ctx, parts.parts) }
  return (await settleDispute(payments, attempt.id, news)) ? 'settled' : 'orphan'
}

function toldBy(stored: StoredNotification): DisputeNews | Unknown {
  const answer = answerOf(stored)
  return answer.outcome === 'dispute'
    ? answer
    : { outcome: 'unknown', reason: 'the notification cannot be read' }
}
