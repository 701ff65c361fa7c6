import { paymentMethodDetails } from '../../../customers/index.ts'
import type { Row } from '../../../db/index.ts'
import { unixSeconds } from '../../../kernel/index.ts'
import { kind, type Viewing, type WireObject } from '../../kinds.ts'
import { brandName, oldCard } from './old-card.ts'
import { source } from './schema.ts'

/**
 * What a customer's sources are: a payment method made as a source (`src_…`) in that shape, any other as a
 * card. The table's own kind, a payment method, shows the same rows to everybody else.
 */
export const sourceKind = kind({
  table: 'payment_methods',
  object: 'source',
  prefix: 'src',
  schema: source,
  expandable: { customer: 'customers' },
  browser: [
    ...['allow_redisplay', 'amount', 'card', 'client_secret', 'created', 'currency', 'flow'],
    ...['livemode', 'owner', 'status', 'type', 'usage'],
  ],
  view: (row, viewing) =>
    row.id.startsWith('src_') ? sourceView(row, viewing) : cardView(row, viewing),
})

/** A payment method in the old shape of a card. */
export function cardView(
  row: Row<'payment_methods'>,
  viewing: Pick<Viewing, 'isBrowser'>,
): WireObject {
  const { id, customer_id: customer, metadata } = row
  return oldCard({ ...paymentMethodDetails(row), id, customer, metadata }, viewing)
}

function sourceView(row: Row<'payment_methods'>, { isBrowser }: Viewing): WireObject {
  const { allow_redisplay, billing_details, card, source, detached } = paymentMethodDetails(row)
  const { address, email, name, phone } = billing_details
  return {
    id: row.id,
    object: 'source',
    allow_redisplay,
    amount: null,
    card: {
      address_line1_check: card.checks.address_line1_check,
      address_zip_check: card.checks.address_postal_code_check,
      brand: brandName(card.brand),
      country: card.country,
      cvc_check: card.checks.cvc_check,
      dynamic_last4: null,
      exp_month: card.exp_month,
      exp_year: card.exp_year,
      ...(isBrowser ? {} : { fingerprint: card.fingerprint }),
      funding: card.funding,
      last4: card.last4,
      name,
      three_d_secure: 'optional',
      tokenization_method: null,
    },
    client_secret: source?.client_secret ?? '',
    created: unixSeconds(row.created_at),
    currency: null,
    ...(row.customer_id === null ? {} : { customer: row.customer_id }),
    flow: 'none',
    livemode: row.livemode,
    metadata: row.metadata,
    owner: {
      address,
      email,
      name,
      phone,
      verified_address: null,
      verified_email: null,
      verified_name: null,
      verified_phone: null,
    },
    statement_descriptor: source?.statement_descriptor ?? null,
    status: detached ? 'consumed' : 'chargeable',
    type: 'card',
    usage: source?.usage ?? 'reusable',
  }
}
