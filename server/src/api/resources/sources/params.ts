import { z } from 'zod'
import { listParams } from '../../list-params.ts'
import {
  address,
  cardDetails,
  clearable,
  email,
  enumeration,
  id,
  integer,
  metadata,
  misfit,
  optional,
  scalar,
  text,
  tokenOr,
  unsupported,
  unsupportedAll,
} from '../../wire/index.ts'

const line = optional(clearable(text()))

/** An address as cards had it. */
const cardAddress = {
  address_city: line,
  address_country: line,
  address_line1: line,
  address_line2: line,
  address_state: line,
  address_zip: line,
}

/** A card as clients without payment methods send it. */
export function legacyCard() {
  return cardDetails().extend({
    object: optional(enumeration(['card'])),
    name: line,
    currency: optional(unsupported('Cards here are charged, not paid out to.')),
    metadata: optional(metadata()),
    networks: optional(unsupported('A card is charged on its own network.')),
    ...cardAddress,
  })
}

const noBank = 'Customers pay by card.'

export const createCustomerSourceBody = z.strictObject({
  source: tokenOr(legacyCard()),
  metadata: optional(metadata()),
  validate: optional(unsupported('Cards are always verified before they are kept.')),
  ...unsupportedAll(['alipay_account', 'bank_account'], noBank),
  card: optional(unsupported('Give the card in `source`.')),
})

export const updateCustomerSourceBody = z.strictObject({
  ...cardAddress,
  exp_month: optional(integer()),
  exp_year: optional(integer()),
  metadata: optional(metadata()),
  name: line,
  owner: optional(owner()),
  ...unsupportedAll(['account_holder_name', 'account_holder_type'], noBank),
})

export const listCustomerSourcesQuery = z.strictObject({
  ...listParams,
  object: optional(enumeration(['card', 'source'])),
})

/** Who a source belongs to. */
function owner() {
  return z.strictObject({
    address: optional(clearable(address())),
    email: optional(clearable(email())),
    name: line,
    phone: line,
  })
}

const onlyCards = scalar(
  (value) =>
    value === 'card'
      ? ('card' as const)
      : misfit(
          'parameter_invalid',
          'Invalid source type: only sources of type card can be made here.',
        ),
  { type: 'string', enum: ['card'] },
)

const pushed = 'A card is charged when the charge says so.'

export const createSourceBody = z.strictObject({
  type: onlyCards,
  card: optional(legacyCard()),
  token: optional(id('tok')),
  owner: optional(owner()),
  metadata: optional(metadata()),
  usage: optional(enumeration(['reusable'])),
  flow: optional(enumeration(['none'])),
  ...unsupportedAll(
    [
      'amount',
      'currency',
      'mandate',
      'receiver',
      'redirect',
      'source_order',
      'statement_descriptor',
    ],
    pushed,
  ),
  ...unsupportedAll(['customer', 'original_source'], 'Sources are not shared between accounts.'),
})

export const updateSourceBody = z.strictObject({
  metadata: optional(metadata()),
  owner: optional(owner()),
  ...unsupportedAll(['amount', 'mandate', 'source_order'], pushed),
})
