import { paymentMethodDetails } from '../customers/index.ts'
import type { Row, Write } from '../db/index.ts'
import { event, type Origin } from '../events/index.ts'
import { newId, randomText } from '../kernel/index.ts'
import type { Declined, NotSent } from '../processors/index.ts'
import { authenticationOf, captureOf, futureUsageOf } from './card-terms.ts'
import type { Attempt, AttemptDetails, Intent } from './model.ts'
import { plain, revise, writeRow } from './rows.ts'
import { attemptTransitions, intentTransitions, must } from './states.ts'

/** What a new attempt is made of. */
export interface Start {
  readonly intent: Intent
  readonly method: Row<'payment_methods'>
  readonly account: { readonly id: string; readonly processor: string }
  readonly route: string
  readonly offSession: boolean
  /** Whether that processor can raise a hold. */
  readonly raisable: boolean
  /** What the payer's statement is to show. */
  readonly descriptor: string | null
  readonly origin: Origin
  readonly at: Date
  /** When the repair job looks it up if nobody has written an answer. */
  readonly checkAt: Date
}

/**
 * "We are about to ask": the attempt, with the key its processor will know it by, and the intent as it is
 * while the answer is awaited. The intent comes back one version on unless it is new.
 */
export function startAttempt(start: Start): { attempt: Attempt; intent: Intent } {
  const { intent, method, account, origin, at } = start
  const id = newId('ch', at.getTime())
  const attempt: Attempt = {
    merchant_id: intent.merchant_id,
    livemode: intent.livemode,
    id,
    version: 1,
    created_at: at,
    intent_id: intent.id,
    status: 'asking',
    amount: intent.amount,
    amount_captured: 0n,
    amount_refunded: 0n,
    currency: intent.currency,
    customer_id: intent.customer_id,
    payment_method_id: method.id,
    processor: account.processor,
    processor_account_id: account.id,
    processor_key: `sy_${id}`,
    processor_reference: null,
    request_key: origin.idempotencyKey,
    asked_at: at,
    check_at: start.checkAt,
    checks: 0,
    open_modification_id: null,
    authorization_entry_id: null,
    capture_entry_id: null,
    captured_at: null,
    capture_before: null,
    disputed: false,
    metadata: intent.metadata,
    details: attemptDetails(start),
  }
  return {
    attempt,
    intent: {
      ...intent,
      status: must(intentTransitions, intent.status, 'ask'),
      open_attempt_id: id,
      payment_method_id: method.id,
    },
  }
}

function attemptDetails(start: Start): AttemptDetails {
  const { intent, method, route, offSession } = start
  const { details } = intent
  const { billing_details, card } = paymentMethodDetails(method)
  const capture = captureOf(intent)
  return {
    description: details.description,
    receipt_email: details.receipt_email,
    shipping: details.shipping,
    statement_descriptor: details.statement_descriptor,
    statement_descriptor_suffix: details.statement_descriptor_suffix,
    calculated_statement_descriptor: start.descriptor,
    transfer_group: details.transfer_group,
    application_fee_amount: details.application_fee_amount,
    transfer_data: details.transfer_data,
    on_behalf_of: details.on_behalf_of,
    capture,
    raisable: capture === 'manual' && start.raisable,
    off_session: offSession,
    save_for_later: futureUsageOf(intent) === 'off_session',
    authentication: authenticationOf(intent),
    billing_details,
    card,
    available_at_once: false,
    available_at: null,
    fee: 0,
    application_fee: null,
    application_fee_refunded: null,
    decline: null,
    checks: {},
    authenticated: false,
    authorization_code: null,
    network_transaction_id: null,
    redirect_url: null,
    route,
    alert: null,
    fraud_details: {},
    dispute: null,
    legacy_charge: details.legacy_charge,
    receipt_token: randomText(24),
  }
}

/**
 * A decline, or a processor out of reach, that another processor may turn into a yes: this attempt is
 * over, the intent goes on with the next one.
 */
export function failOver(
  attempt: Attempt,
  answer: Declined | NotSent,
  { at, origin }: { at: Date; origin: Origin },
): { replaces: Write[]; inserts: Write[] } {
  const decline =
    answer.outcome === 'declined'
      ? { code: answer.declineCode, processor_code: answer.processorCode, retry: answer.retry }
      : {
          ...{ code: 'processing_error' as const, processor_code: 'not_sent' },
          retry: 'elsewhere' as const,
        }
  const over = revise(attempt, {
    status: must(attemptTransitions, attempt.status, 'declined'),
    check_at: null,
    details: { ...attempt.details, decline },
  })
  return {
    replaces: [writeRow('attempts', over)],
    inserts: event('charge.failed', plain('attempts', over), at, origin),
  }
}
