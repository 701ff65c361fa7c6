import { unixSeconds } from '../../../kernel/index.ts'
import { mandateIdOf, type SetupAttempt, typedSetupAttempt } from '../../../payments/index.ts'
import { kind, type ObjectType, type WireObject } from '../../kinds.ts'
import { setupError } from '../setup_intents/view.ts'
import { mandate, setupAttempt } from './schema.ts'

/** One try to set a card up at one processor. */
export const setupAttemptKind = kind({
  table: 'setup_attempts',
  object: 'setup_attempt',
  prefix: 'setatt',
  schema: setupAttempt,
  expandable: {
    application: null,
    customer: 'customers',
    on_behalf_of: null,
    payment_method: 'payment_methods',
    setup_intent: 'setup_intents',
  },
  companions(row) {
    const { error } = typedSetupAttempt(row).details
    return error === null ? [] : [{ table: 'payment_methods', id: error.payment_method }]
  },
  view(row, viewing) {
    const attempt = typedSetupAttempt(row)
    return {
      id: attempt.id,
      object: 'setup_attempt',
      application: null,
      created: unixSeconds(attempt.created_at),
      customer: attempt.customer_id,
      customer_account: null,
      flow_directions: null,
      livemode: attempt.livemode,
      on_behalf_of: null,
      payment_method: attempt.payment_method_id,
      payment_method_details: { card: cardOf(attempt), type: 'card' },
      setup_error: setupError(attempt.details.error, viewing),
      setup_intent: attempt.intent_id,
      status: statuses[attempt.status] ?? attempt.status,
      usage: attempt.details.usage,
    }
  },
})

/** Ours that are not Stripe's: nobody knows yet, or it was declined. */
const statuses: Readonly<Record<string, string>> = {
  asking: 'processing',
  pending: 'processing',
  unknown: 'processing',
  declined: 'failed',
}

function cardOf({ details }: SetupAttempt): WireObject {
  const { card, checks } = details
  const { brand, country, exp_month, exp_year, fingerprint, funding, last4 } = card
  return {
    ...{ brand, country, exp_month, exp_year, fingerprint, funding, last4 },
    checks: {
      address_line1_check: checks.line1 ?? card.checks.address_line1_check,
      address_postal_code_check: checks.postalCode ?? card.checks.address_postal_code_check,
      cvc_check: checks.cvc ?? card.checks.cvc_check,
    },
    network: brand,
    three_d_secure: details.authenticated
      ? {
          authentication_flow: details.redirect_url === null ? 'frictionless' : 'challenge',
          electronic_commerce_indicator: brand === 'mastercard' ? '02' : '05',
          result: 'authenticated',
          result_reason: null,
          transaction_id: null,
          version: '2.2.0',
        }
      : null,
    wallet: null,
  }
}

/** The payer's leave to be charged later. It is no row: the attempt that got it is. */
export const mandateType: ObjectType = {
  object: 'mandate',
  schema: mandate,
  expandable: { payment_method: 'payment_methods' },
}

/** The mandate of an attempt; undefined when none was given, or the card was not set up. */
export function mandateOf(attempt: SetupAttempt): WireObject | undefined {
  const { mandate_data } = attempt.details
  if (mandate_data === null || attempt.status !== 'succeeded') return undefined
  const { accepted_at, online, type } = mandate_data.customer_acceptance
  return {
    id: mandateIdOf(attempt.id),
    object: 'mandate',
    customer_acceptance: {
      accepted_at,
      ...(online === null ? { offline: {} } : { online }),
      type,
    },
    livemode: attempt.livemode,
    multi_use: {},
    payment_method: attempt.payment_method_id,
    payment_method_details: { card: {}, type: 'card' },
    status: 'active',
    type: 'multi_use',
  }
}
