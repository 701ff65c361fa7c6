import { findAsk, parseReference, paymentTools, settleAny } from '../payments/index.ts'
import { type Answer, adapterFor, type Notification } from '../processors/index.ts'
import { jobContext } from '../tenants/index.ts'
import { answerOf, type StoredNotification } from './model.ts'
import type { Outcome } from './outcome.ts'
import type { NotificationParts } from './parts.ts'
import { settleDisputeNotification } from './settle-dispute.ts'
import { tenantOf } from './tenant-of.ts'

/**
 * Settles what a notification is about. Where the processor can be asked, the notification is no more than
 * a hint to ask; where it cannot, its own verified word is taken, and compared with what was asked.
 */
export async function settleNotification(
  parts: NotificationParts,
  stored: StoredNotification,
): Promise<Outcome> {
  if (stored.subject === 'dispute') return settleDisputeNotification(parts, stored)
  const named = stored.reference === null ? undefined : parseReference(stored.reference)
  // Of something we did not ask for: the processor did it by itself, or for another system of its owner.
  if (named === undefined) return 'ignored'
  const tenant = await tenantOf(parts, stored, named.merchantId)
  if (tenant === undefined) return 'orphan'
  const reader = jobContext(parts, tenant, null)
  const ask = await findAsk(reader, named.id)
  if (ask?.processor_account_id !== stored.processor_account_id) return 'orphan'
  const ctx = jobContext(parts, tenant, ask.request_key)
  const payments = { ...ctx, ...paymentTools(ctx, parts.parts) }
  const told = await toldBy(payments, stored)
  if (told === 'nothing') return 'ignored'
  return (await settleAny(payments, named.id, told)) ? 'settled' : 'orphan'
}

/** The processor's own word, where that is all there is; undefined where it is better asked. */
async function toldBy(
  ctx: Pick<Parameters<typeof settleAny>[0], 'account'>,
  stored: StoredNotification,
): Promise<Answer | undefined | 'nothing'> {
  const account = await ctx.account(stored.processor_account_id)
  if (account === undefined) throw new Error(`${stored.processor_account_id} is gone.`)
  if (adapterFor(account.processor).lookup !== undefined) return undefined
  const answer = answerOf(stored)
  return isAnswer(answer) ? answer : 'nothing'
}

function isAnswer(answer: Notification['answer']): answer is Answer {
  return answer.outcome !== 'none' && answer.outcome !== 'dispute'
}
