import { z } from 'zod'
import type {
  Answer,
  CaptureAsk,
  HttpResponse,
  IncrementAsk,
  Operation,
  RefundAsk,
  VoidAsk,
} from '../../adapter.ts'
import { toWire, wireAmount } from './amounts.ts'
import { credential } from './credentials.ts'
import { readFailure } from './errors.ts'
import { parseBody, post, unknown } from './wire.ts'

type ModificationAsk = CaptureAsk | VoidAsk | RefundAsk | IncrementAsk

/**
 * Every change of an authorised payment is the same exchange: Adyen answers `received` and a new
 * reference, and tells the outcome later by notification.
 * @see https://docs.adyen.com/online-payments/capture
 * @see https://docs.adyen.com/online-payments/cancel
 * @see https://docs.adyen.com/online-payments/refund
 * @see https://docs.adyen.com/online-payments/adjust-authorisation
 */
function modification<Ask extends ModificationAsk>(
  verb: 'captures' | 'cancels' | 'refunds' | 'amountUpdates',
  more: (ask: Ask) => Readonly<Record<string, unknown>> = () => ({}),
): Operation<Ask> {
  return {
    request: (ask, account) =>
      post(account, ask, `/payments/${encodeURIComponent(ask.processorReference)}/${verb}`, {
        merchantAccount: credential(account.credentials, 'merchantAccount'),
        reference: ask.reference,
        ...('amount' in ask ? { amount: toWire(ask.amount) } : {}),
        ...more(ask),
      }),
    response: readReceived,
  }
}

/** Captures; what an authorization has left after its first capture is released by Adyen itself. */
export const capture = modification<CaptureAsk>('captures')

export const cancel = modification<VoidAsk>('cancels')

export const refund = modification<RefundAsk>('refunds', ({ reason }) =>
  reason === undefined ? {} : { merchantRefundReason: refundReasons[reason] },
)

export const increment = modification<IncrementAsk>('amountUpdates')

const refundReasons = {
  duplicate: 'DUPLICATE',
  fraudulent: 'FRAUD',
  requested_by_customer: 'CUSTOMER REQUEST',
} as const

const received = z.object({
  status: z.literal('received'),
  pspReference: z.string(),
  paymentPspReference: z.string(),
  reference: z.string().optional(),
  amount: wireAmount.optional(),
})

/** `received` counts only for what was asked: another payment, reference or amount is not believed. */
function readReceived(response: HttpResponse, ask: ModificationAsk): Answer {
  if (response.status !== 200 && response.status !== 201) return readFailure(response, ask, 'later')
  const answer = parseBody(response, received)
  if (answer === undefined) return unknown(`HTTP ${response.status} without a receipt`)
  const asked = 'amount' in ask ? toWire(ask.amount) : undefined
  if (answer.paymentPspReference !== ask.processorReference)
    return unknown(`a receipt for payment ${answer.paymentPspReference}`)
  if (answer.reference !== undefined && answer.reference !== ask.reference)
    return unknown(`a receipt for ${answer.reference}`)
  if (
    answer.amount !== undefined &&
    (answer.amount.value !== asked?.value || answer.amount.currency !== asked.currency)
  )
    return unknown(`a receipt for ${answer.amount.value} ${answer.amount.currency}`)
  return { outcome: 'pending', processorReference: answer.pspReference }
}
