import type { z } from 'zod'
import type { Notification } from '../../adapter.ts'
import { referenceKeys } from './account.ts'
import {
  captureAnswer,
  incrementAnswer,
  paymentAnswer,
  refundAnswer,
  verificationAnswer,
  voidAnswer,
} from './answer.ts'
import { disputeNews } from './disputes.ts'
import {
  type Dispute,
  dispute,
  type PaymentIntent,
  paymentIntent,
  type Refund,
  refund,
  type SetupIntent,
  setupIntent,
} from './objects.ts'
import { unknown } from './wire.ts'

/** What an event says, without what every event has. */
export type News = Omit<Notification, 'id' | 'type' | 'occurredAt'>
type Reader = (object: unknown) => News | undefined

/**
 * Reads the object of an event by its type. Events about charges repeat what the intent's own events
 * say, and so say nothing here; one of ours that cannot be read is `unknown`, to be looked up. A dispute
 * stays one even then: it is read again by its id.
 *
 * @see https://docs.stripe.com/api/events/types
 */
export function newsIn(type: string, object: { readonly id?: string | undefined }): News {
  const isDispute = type.startsWith('charge.dispute.')
  const other = {
    subject: isDispute ? ('dispute' as const) : ('other' as const),
    processorReference: object.id ?? '',
  }
  const read = isDispute ? readers.dispute : readerOf[type]
  if (read === undefined) return { ...other, answer: { outcome: 'none' } }
  try {
    return read(object) ?? { ...other, answer: unknown(`a ${type} that cannot be read`) }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { ...other, answer: unknown(error.message) }
  }
}

const as =
  <Schema extends z.ZodType>(schema: Schema, read: (value: z.output<Schema>) => News): Reader =>
  (object) => {
    const parsed = schema.safeParse(object)
    return parsed.success ? read(parsed.data) : undefined
  }

const readers = {
  payment: as(paymentIntent, aboutPayment),
  taken: as(paymentIntent, (intent) =>
    intent.capture_method === 'manual' ? aboutCapture(intent) : aboutPayment(intent),
  ),
  held: as(paymentIntent, (intent) =>
    referenceKeys.increment in intent.metadata ? aboutIncrement(intent) : aboutPayment(intent),
  ),
  released: as(paymentIntent, aboutVoid),
  verification: as(setupIntent, aboutVerification),
  refund: as(refund, aboutRefund),
  dispute: as(dispute, aboutDispute),
}

const readerOf: Readonly<Record<string, Reader>> = {
  'charge.refund.updated': readers.refund,
  'payment_intent.amount_capturable_updated': readers.held,
  'payment_intent.canceled': readers.released,
  'payment_intent.payment_failed': readers.payment,
  'payment_intent.processing': readers.payment,
  'payment_intent.succeeded': readers.taken,
  'refund.created': readers.refund,
  'refund.failed': readers.refund,
  'refund.updated': readers.refund,
  'setup_intent.setup_failed': readers.verification,
  'setup_intent.succeeded': readers.verification,
}

function aboutPayment(intent: PaymentIntent): News {
  return {
    subject: 'authorize',
    processorReference: intent.id,
    ...referenceOf(intent, 'payment'),
    answer: paymentAnswer(intent),
  }
}

function aboutCapture(intent: PaymentIntent): News {
  const named = referenceOf(intent, 'capture')
  return {
    subject: 'capture',
    ...ofIntent(intent),
    ...named,
    answer: captureAnswer(intent, named.reference ?? '') ?? { outcome: 'none' },
  }
}

function aboutIncrement(intent: PaymentIntent): News {
  const named = referenceOf(intent, 'increment')
  return {
    subject: 'increment',
    ...ofIntent(intent),
    ...named,
    answer: incrementAnswer(intent, named.reference ?? '') ?? { outcome: 'none' },
  }
}

/** Stripe's cancel carries no reference of ours; the payment's own says which one it was. */
function aboutVoid(intent: PaymentIntent): News {
  const answer = voidAnswer(intent) ?? { outcome: 'none' as const }
  return { subject: 'void', ...ofIntent(intent), answer }
}

function aboutVerification(setup: SetupIntent): News {
  return {
    subject: 'verify',
    processorReference: setup.id,
    ...referenceOf(setup, 'payment'),
    answer: verificationAnswer(setup),
  }
}

function aboutRefund(found: Refund): News {
  return {
    subject: 'refund',
    processorReference: found.id,
    ...paymentOf(found),
    ...referenceOf(found, 'payment'),
    answer: refundAnswer(found),
  }
}

function aboutDispute(found: Dispute): News {
  const answer = disputeNews(found)
  const { processorReference, paymentReference } = answer
  return {
    ...{ subject: 'dispute', processorReference, answer },
    ...(paymentReference !== undefined && { paymentReference }),
  }
}

const ofIntent = ({ id }: PaymentIntent) => ({ processorReference: id, paymentReference: id })

function paymentOf({ payment_intent: id }: Refund): { paymentReference?: string } {
  return id === null || id === undefined ? {} : { paymentReference: id }
}

function referenceOf(
  { metadata }: PaymentIntent | SetupIntent | Refund,
  of: keyof typeof referenceKeys,
): { reference?: string } {
  const reference = metadata?.[referenceKeys[of]]
  return reference === undefined ? {} : { reference }
}
