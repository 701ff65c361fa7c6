import { paymentMethodDetails } from '../customers/index.ts'
import type { Row } from '../db/index.ts'
import { newId } from '../kernel/index.ts'
import type { SetupAttempt, SetupIntent } from './set-up-model.ts'
import { setupIntentTransitions } from './set-up-states.ts'
import { must } from './states.ts'

/** What a new attempt is made of. */
export interface SetupStart {
  readonly intent: SetupIntent
  readonly method: Row<'payment_methods'>
  readonly account: { readonly id: string; readonly processor: string }
  readonly route: string
  readonly requestKey: string | null
  readonly at: Date
  /** When the repair job looks it up if nobody has written an answer. */
  readonly checkAt: Date
}

/**
 * "We are about to ask": the attempt, with the key its processor will know it by, and the intent as it is
 * while the answer is awaited; its version is the caller's to raise. Pure but for the id.
 */
export function startSetupAttempt(start: SetupStart): {
  attempt: SetupAttempt
  intent: SetupIntent
} {
  const { intent, method, account, at } = start
  const id = newId('setatt', at.getTime())
  const wanted = intent.details.payment_method_options.card?.request_three_d_secure ?? 'automatic'
  return {
    attempt: {
      merchant_id: intent.merchant_id,
      livemode: intent.livemode,
      id,
      version: 1,
      created_at: at,
      intent_id: intent.id,
      status: 'asking',
      customer_id: intent.customer_id,
      payment_method_id: method.id,
      processor: account.processor,
      processor_account_id: account.id,
      processor_key: `sy_${id}`,
      processor_reference: null,
      request_key: start.requestKey,
      asked_at: at,
      check_at: start.checkAt,
      checks: 0,
      details: {
        usage: intent.usage,
        card: paymentMethodDetails(method).card,
        checks: {},
        authentication: wanted === 'automatic' ? 'automatic' : 'any',
        authenticated: false,
        redirect_url: null,
        error: null,
        network_transaction_id: null,
        mandate_data: intent.details.mandate_data,
        route: start.route,
        alert: null,
      },
    },
    intent: {
      ...intent,
      status: must(setupIntentTransitions, intent.status, 'ask'),
      payment_method_id: method.id,
      latest_attempt_id: id,
      open_attempt_id: id,
      details: { ...intent.details, next_action: null },
    },
  }
}
