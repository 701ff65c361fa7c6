import { fromUnixSeconds } from '../../../kernel/index.ts'
import type {
  AdapterAccount,
  DisputeNews,
  Notification,
  ParsedNotifications,
  RawNotification,
} from '../../adapter.ts'
import { referenceKeys } from './account.ts'
import { fromWire } from './amounts.ts'
import {
  captureAnswer,
  paymentAnswer,
  refundAnswer,
  verificationAnswer,
  voidAnswer,
} from './answer.ts'
import { signatureProblem } from './signature.ts'
import {
  type Dispute,
  dispute,
  event,
  type PaymentIntent,
  parseJson,
  paymentIntent,
  refund,
  setupIntent,
} from './wire.ts'

const reply = { status: 200, contentType: 'application/json', body: '{"received":true}' } as const

/** Verifies and reads an event. @see https://docs.stripe.com/api/events/types */
export function parseNotification(
  { headers, body, receivedAt }: RawNotification,
  { credentials }: AdapterAccount,
): ParsedNotifications {
  const signature = headers['stripe-signature']
  const problem = signatureProblem(signature, body, credentials['webhook_secret'], receivedAt)
  if (problem !== undefined) return { verified: false, reason: problem }
  const parsed = event.safeParse(parseJson(body))
  if (!parsed.success) return { verified: false, reason: 'the body is not an event' }
  const { id, type, created, data } = parsed.data
  const base = { id, type, occurredAt: fromUnixSeconds(created) }
  try {
    const told = { ...base, ...tell(type, data.object) }
    return { verified: true, notifications: [told], reply }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { verified: false, reason: error.message }
  }
}

type Told = Omit<Notification, 'id' | 'type' | 'occurredAt'>

/**
 * What an event says. Events about charges repeat what the intent's own events say, and are only kept.
 */
function tell(type: string, object: { readonly id?: string | undefined }): Told {
  return (
    aboutPayment(type, object) ??
    aboutVerification(type, object) ??
    aboutRefund(type, object) ??
    aboutDispute(type, object) ?? {
      subject: 'other',
      processorReference: object.id ?? '',
      answer: { outcome: 'none' },
    }
  )
}

const paymentEvents = [
  'payment_intent.succeeded',
  'payment_intent.amount_capturable_updated',
  'payment_intent.payment_failed',
  'payment_intent.processing',
  'payment_intent.canceled',
]

function aboutPayment(type: string, object: unknown): Told | undefined {
  if (!paymentEvents.includes(type)) return undefined
  const intent = paymentIntent.safeParse(object).data
  if (intent === undefined) return undefined
  return aboutCapture(intent) ?? aboutVoid(intent) ?? aboutAuthorization(intent)
}

/** An intent captured by hand that succeeded was captured. */
function aboutCapture(intent: PaymentIntent): Told | undefined {
  if (intent.status !== 'succeeded' || intent.capture_method !== 'manual') return undefined
  const reference = intent.metadata[referenceKeys.capture]
  return {
    subject: 'capture',
    processorReference: intent.id,
    paymentReference: intent.id,
    ...(reference !== undefined && { reference }),
    answer: captureAnswer(intent, reference ?? '') ?? { outcome: 'none' },
  }
}

function aboutVoid(intent: PaymentIntent): Told | undefined {
  const answer = voidAnswer(intent)
  return (
    answer && {
      subject: 'void',
      processorReference: intent.id,
      paymentReference: intent.id,
      answer,
    }
  )
}

function aboutAuthorization(intent: PaymentIntent): Told {
  const reference = intent.metadata[referenceKeys.payment]
  return {
    subject: 'authorize',
    processorReference: intent.id,
    ...(reference !== undefined && { reference }),
    answer: paymentAnswer(intent),
  }
}

const verificationEvents = ['setup_intent.succeeded', 'setup_intent.setup_failed']

function aboutVerification(type: string, object: unknown): Told | undefined {
  if (!verificationEvents.includes(type)) return undefined
  const setup = setupIntent.safeParse(object).data
  const reference = setup?.metadata?.[referenceKeys.payment]
  return (
    setup && {
      subject: 'verify',
      processorReference: setup.id,
      ...(reference !== undefined && { reference }),
      answer: verificationAnswer(setup),
    }
  )
}

const refundEvents = ['refund.created', 'refund.updated', 'refund.failed', 'charge.refund.updated']

function aboutRefund(type: string, object: unknown): Told | undefined {
  if (!refundEvents.includes(type)) return undefined
  const found = refund.safeParse(object).data
  const reference = found?.metadata?.[referenceKeys.payment]
  return (
    found && {
      subject: 'refund',
      processorReference: found.id,
      ...(reference !== undefined && { reference }),
      ...(found.payment_intent && { paymentReference: found.payment_intent }),
      answer: refundAnswer(found),
    }
  )
}

function aboutDispute(type: string, object: unknown): Told | undefined {
  if (!type.startsWith('charge.dispute.')) return undefined
  const found = dispute.safeParse(object).data
  return (
    found && {
      subject: 'dispute',
      processorReference: found.id,
      ...(found.payment_intent && { paymentReference: found.payment_intent }),
      answer: {
        outcome: 'dispute',
        status: disputeStatus[found.status],
        reason: found.reason,
        amount: fromWire(found.amount, found.currency),
      },
    }
  )
}

/** An inquiry that closes without a chargeback took no money. */
const disputeStatus: Readonly<Record<Dispute['status'], DisputeNews['status']>> = {
  needs_response: 'needs_response',
  warning_needs_response: 'warning_needs_response',
  under_review: 'under_review',
  warning_under_review: 'under_review',
  warning_closed: 'won',
  won: 'won',
  lost: 'lost',
}
