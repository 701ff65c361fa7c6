import { type CardDisplay, paymentMethodDetails } from '../../../customers/index.ts'
import { unixSeconds } from '../../../kernel/index.ts'
import { kind } from '../../kinds.ts'
import { paymentMethod } from './schema.ts'

/** A card, as a payment method. */
export const paymentMethodKind = kind({
  table: 'payment_methods',
  object: 'payment_method',
  prefix: 'pm',
  schema: paymentMethod,
  expandable: { customer: 'customers', 'card.generated_from.setup_attempt': null },
  browser: ['allow_redisplay', 'billing_details', 'card', 'created', 'livemode', 'type'],
  view(row, { isBrowser }) {
    const { allow_redisplay, billing_details, card } = paymentMethodDetails(row)
    return {
      id: row.id,
      object: 'payment_method',
      allow_redisplay,
      billing_details,
      card: cardWire(card, isBrowser),
      created: unixSeconds(row.created_at),
      customer: row.customer_id,
      customer_account: null,
      livemode: row.livemode,
      metadata: row.metadata,
      shared_payment_granted_token: null,
      type: row.type,
    }
  },
})

/** Whoever may try numbers must not learn their fingerprints: a browser is not told. */
function cardWire(card: CardDisplay, isBrowser: boolean) {
  const { brand, checks, country, exp_month, exp_year, fingerprint, funding, last4 } = card
  return {
    brand,
    checks,
    country,
    display_brand: brand === 'unknown' ? null : brand,
    exp_month,
    exp_year,
    ...(isBrowser ? {} : { fingerprint }),
    funding,
    generated_from: null,
    last4,
    networks: { available: card.networks, preferred: null },
    regulated_status: regulatedStatus(card),
    three_d_secure_usage: { supported: true },
    wallet: null,
  }
}

/** Interchange is capped for debit cards of large American banks; which those are a number does not tell. */
export function regulatedStatus({ funding }: Pick<CardDisplay, 'funding'>): 'unregulated' | null {
  return funding === 'credit' ? 'unregulated' : null
}
