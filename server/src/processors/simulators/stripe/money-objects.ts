import { basisPoints, money, newId } from '../../../kernel/index.ts'
import type { Charge } from './charge-object.ts'

const secondsPerDay = 86_400
const daysUntilAvailable = 6

export type RefundStatus = 'pending' | 'succeeded' | 'failed' | 'canceled'

export function newRefund(
  charge: Charge,
  params: {
    readonly amount: number
    readonly reason?: string | undefined
    readonly metadata?: Readonly<Record<string, string>> | undefined
    readonly status: RefundStatus
    readonly created: number
  },
) {
  return {
    id: newId('re'),
    object: 'refund' as const,
    amount: params.amount,
    balance_transaction: null as string | null,
    charge: charge.id,
    created: params.created,
    currency: charge.currency,
    destination_details: { card: { type: 'refund' }, type: 'card' },
    metadata: params.metadata ?? {},
    payment_intent: charge.payment_intent,
    reason: params.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: params.status,
    transfer_reversal: null,
  }
}
export type Refund = ReturnType<typeof newRefund> & {
  readonly failure_reason?: string
  readonly failure_balance_transaction?: string
}

/** What a line of the balance says; `fee` is what Stripe keeps of it. */
export interface BalanceFacts {
  readonly type: 'charge' | 'refund' | 'refund_failure' | 'adjustment'
  readonly reportingCategory: string
  readonly amount: number
  readonly fee: number
  readonly currency: string
  readonly source: string
  readonly created: number
  readonly availableAtOnce: boolean
}

export function newBalanceTransaction(facts: BalanceFacts) {
  const { amount, fee, currency } = facts
  return {
    id: newId('txn'),
    object: 'balance_transaction' as const,
    amount,
    available_on: facts.created + (facts.availableAtOnce ? 0 : daysUntilAvailable * secondsPerDay),
    created: facts.created,
    currency,
    description: null,
    exchange_rate: null,
    fee,
    fee_details:
      fee === 0
        ? []
        : [
            {
              amount: fee,
              application: null,
              currency,
              description: 'Stripe processing fees',
              type: 'stripe_fee',
            },
          ],
    net: amount - fee,
    reporting_category: facts.reportingCategory,
    source: facts.source,
    status: facts.availableAtOnce ? 'available' : 'pending',
    type: facts.type,
  }
}
export type BalanceTransaction = ReturnType<typeof newBalanceTransaction>

/** Stripe's price of a card payment in the US: 2.9 % and 30 of the smallest unit. */
export function processingFee(amount: number, currency: string): number {
  return Number(basisPoints(money(amount, currency), 290).amount) + 30
}

export type DisputeStatus =
  | 'needs_response'
  | 'warning_needs_response'
  | 'warning_under_review'
  | 'warning_closed'
  | 'under_review'
  | 'won'
  | 'lost'

export function newDispute(charge: Charge, kind: DisputeKind, created: number) {
  const inquiry = kind === 'inquiry'
  return {
    id: newId('dp'),
    object: 'dispute' as const,
    amount: charge.amount_captured,
    balance_transactions: [] as readonly BalanceTransaction[],
    charge: charge.id,
    created,
    currency: charge.currency,
    evidence: {} as Readonly<Record<string, string>>,
    evidence_details: {
      due_by: created + 10 * secondsPerDay,
      has_evidence: false,
      past_due: false,
      submission_count: 0,
    },
    is_charge_refundable: inquiry,
    livemode: false,
    metadata: {} as Readonly<Record<string, string>>,
    payment_intent: charge.payment_intent,
    payment_method_details: {
      card: {
        brand: charge.payment_method_details.card.brand,
        case_type: inquiry ? 'inquiry' : 'chargeback',
        network_reason_code: kind === 'product_not_received' ? '13.1' : '10.4',
      },
      type: 'card',
    },
    reason: inquiry ? 'general' : kind,
    status: (inquiry ? 'warning_needs_response' : 'needs_response') as DisputeStatus,
  }
}
export type Dispute = ReturnType<typeof newDispute>
type DisputeKind = 'fraudulent' | 'product_not_received' | 'inquiry'

/** What Stripe asks for handling a dispute, in the smallest unit of the charge's currency. */
export const disputeFee = 1_500

export function newEvent(
  type: string,
  object: unknown,
  created: number,
  idempotencyKey: string | null,
) {
  return {
    id: newId('evt'),
    object: 'event' as const,
    api_version: apiVersion,
    created,
    data: { object },
    livemode: false,
    pending_webhooks: 1,
    request: { id: newId('req'), idempotency_key: idempotencyKey },
    type,
  }
}
export type Event = ReturnType<typeof newEvent>

/** Whose shapes these are. */
export const apiVersion = '2023-08-16'
