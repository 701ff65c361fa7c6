import type { AskKind, Declined, Notification } from '../../adapter.ts'
import { fromWire } from './amounts.ts'
import { readChecks } from './checks.ts'
import { declined } from './declines.ts'
import { disputeNews } from './disputes.ts'
import type { NotificationItem } from './notification-item.ts'

type News = Pick<Notification, 'subject' | 'answer' | 'reference' | 'paymentReference'>

/**
 * What each event code says. A modification's `merchantReference` is the reference the modification
 * was sent with; a dispute's is the payment's.
 * @see https://docs.adyen.com/development-resources/webhooks/webhook-types
 */
const events: Readonly<Record<string, (item: NotificationItem, at: Date) => News>> = {
  AUTHORISATION: authorisation,
  AUTHORISATION_ADJUSTMENT: modified('increment'),
  CAPTURE: modified('capture'),
  CAPTURE_FAILED: undone('capture'),
  REFUND: modified('refund'),
  REFUND_WITH_DATA: modified('refund'),
  REFUND_FAILED: undone('refund'),
  REFUNDED_REVERSED: undone('refund'),
  CANCELLATION: modified('void'),
  TECHNICAL_CANCEL: released,
  EXPIRE: released,
  CANCEL_OR_REFUND(item) {
    switch (item.additionalData['modification.action']) {
      case 'cancel':
        return modified('void')(item)
      case 'refund':
        return modified('refund')(item)
      default:
        return nothing
    }
  },
}

const nothing: News = { subject: 'other', answer: { outcome: 'none' } }

/** Reads a verified item. Adyen repeats an event with the same reference, code and success. */
export function readEvent(item: NotificationItem, receivedAt: Date): Notification {
  const { pspReference, eventCode, success } = item
  const dated = new Date(item.eventDate)
  const occurredAt = Number.isNaN(dated.getTime()) ? receivedAt : dated
  return {
    id: `${pspReference}:${eventCode}:${success}`,
    type: eventCode,
    processorReference: pspReference,
    occurredAt,
    ...(events[eventCode] ?? dispute)(item, occurredAt),
  }
}

function authorisation(item: NotificationItem): News {
  const { additionalData, merchantReference: reference, pspReference: processorReference } = item
  const subject = item.amount.value === 0n ? 'verify' : 'authorize'
  const checks = readChecks(additionalData)
  if (item.success === 'false') {
    const words = { reason: item.reason ?? undefined, raw: additionalData['refusalReasonRaw'] }
    const more = { processorReference, ...(checks === undefined ? {} : { checks }) }
    return { subject, reference, answer: declined(words, more) }
  }
  const { authCode, networkTxReference } = additionalData
  return {
    subject,
    reference,
    answer: {
      outcome: 'approved',
      processorReference,
      reference,
      ...(subject === 'authorize' ? { amount: fromWire(item.amount) } : {}),
      ...(checks === undefined ? {} : { checks }),
      ...(authCode === undefined ? {} : { authorizationCode: authCode }),
      ...(networkTxReference === undefined ? {} : { networkTransactionId: networkTxReference }),
    },
  }
}

/** The outcome of something asked for. */
function modified(subject: AskKind): (item: NotificationItem) => News {
  return (item) => ({
    subject,
    reference: item.merchantReference,
    ...payment(item),
    answer:
      item.success === 'false'
        ? refusedBy(item)
        : {
            outcome: 'approved',
            processorReference: item.pspReference,
            reference: item.merchantReference,
            ...(subject === 'void' ? {} : { amount: fromWire(item.amount) }),
          },
  })
}

/**
 * What had succeeded before, failed after all; `success` says that the event itself took place. A
 * capture Adyen made by itself has no reference of ours but the payment's.
 */
function undone(subject: AskKind): (item: NotificationItem) => News {
  return (item) =>
    item.success === 'false'
      ? nothing
      : {
          subject,
          reference: item.merchantReference,
          ...payment(item),
          answer: refusedBy(item),
        }
}

/** The rest of an authorization is gone though nobody asked: it expired, or was cancelled by Adyen. */
function released(item: NotificationItem): News {
  if (item.success === 'false') return nothing
  const paymentReference = item.originalReference ?? item.pspReference
  const answer = { outcome: 'approved', processorReference: item.pspReference } as const
  return { subject: 'void', paymentReference, answer }
}

function dispute(item: NotificationItem, at: Date): News {
  const answer = disputeNews(item, at)
  if (answer === undefined) return nothing
  const { reference } = answer
  return {
    ...{ subject: 'dispute', answer, ...payment(item) },
    ...(reference !== undefined && { reference }),
  }
}

function payment({ originalReference }: NotificationItem): Pick<News, 'paymentReference'> {
  return originalReference === undefined ? {} : { paymentReference: originalReference }
}

function refusedBy({ reason, pspReference }: NotificationItem): Declined {
  return {
    outcome: 'declined',
    declineCode: 'processing_error',
    processorCode: reason || 'failed',
    retry: 'never',
    processorReference: pspReference,
  }
}
