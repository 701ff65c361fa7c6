import { newId } from '../../../kernel/index.ts'
import type { HeldCard } from './cards.ts'
import type { DeclineWords } from './errors.ts'
import type { PaymentIntent } from './objects.ts'

/** One try to take the intent's money with a card; failed when `decline` says why. */
export function newCharge(
  intent: PaymentIntent,
  card: HeldCard,
  { created, authenticated, decline }: ChargeFacts,
) {
  const paid = decline === undefined
  const captured = paid && intent.capture_method !== 'manual'
  return {
    id: newId('ch'),
    object: 'charge' as const,
    amount: intent.amount,
    amount_captured: captured ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null as string | null,
    billing_details: card.billing_details,
    calculated_statement_descriptor: 'SIMULATED',
    captured,
    created,
    currency: intent.currency,
    customer: null,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: outcomeOf(decline),
    paid,
    payment_intent: intent.id,
    payment_method: card.id,
    payment_method_details: {
      card: {
        amount_authorized: paid ? intent.amount : null,
        authorization_code: paid ? newId('auth').slice(-6).toUpperCase() : null,
        brand: card.brand,
        checks: card.checks,
        country: 'US',
        exp_month: card.exp_month,
        exp_year: card.exp_year,
        fingerprint: card.fingerprint,
        funding: 'credit',
        installments: null,
        last4: card.last4,
        mandate: null,
        network: card.brand,
        network_transaction_id: paid ? newId('nti').slice(-15) : null,
        three_d_secure: authenticated ? threeDSecure : null,
        wallet: null,
      },
      type: 'card',
    },
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: paid ? ('succeeded' as const) : ('failed' as const),
    transfer_data: null,
    transfer_group: null,
  }
}
export type Charge = ReturnType<typeof newCharge>

interface ChargeFacts {
  readonly created: number
  readonly authenticated: boolean
  readonly decline?: DeclineWords | undefined
}

const threeDSecure = {
  authentication_flow: 'challenge',
  result: 'authenticated',
  result_reason: null,
  version: '2.2.0',
}

function outcomeOf(decline: DeclineWords | undefined) {
  if (decline === undefined) {
    return {
      network_status: 'approved_by_network',
      reason: null,
      risk_level: 'normal',
      risk_score: 20,
      seller_message: 'Payment complete.',
      type: 'authorized',
    }
  }
  const blocked = decline.decline_code === 'fraudulent'
  return {
    network_status: blocked ? 'not_sent_to_network' : 'declined_by_network',
    reason: blocked ? 'highest_risk_level' : decline.decline_code,
    risk_level: blocked ? 'highest' : 'normal',
    risk_score: blocked ? 90 : 20,
    seller_message: blocked
      ? 'Stripe blocked this payment as too risky.'
      : 'The bank did not return any further details with this decline.',
    type: blocked ? 'blocked' : 'issuer_declined',
  }
}
