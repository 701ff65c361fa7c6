import type { z } from 'zod'
import type {
  Address,
  NewBillingDetails,
  NewCard,
  NewPaymentMethod,
} from '../../../customers/index.ts'
import { refuse } from '../../refusals.ts'
import type { createSourceBody, legacyCard, updateCustomerSourceBody } from './params.ts'

type CardAddress = {
  readonly [N in keyof Address as `address_${N extends 'postal_code' ? 'zip' : N}`]?: string | null
}

/** A card in its old shape, as it is made here. */
export function cardCommand(given: z.output<ReturnType<typeof legacyCard>>): NewCard {
  const { number, exp_month, exp_year, cvc, metadata } = given
  return {
    ...{ number, exp_month, exp_year },
    ...(cvc === undefined ? {} : { cvc }),
    ...(metadata === undefined ? {} : { metadata }),
    billing_details: billingOf(given),
  }
}

/** Holder and address of a card in its old shape: what was given of them. */
function billingOf(given: CardAddress & { readonly name?: string | null }): NewBillingDetails {
  const address: Partial<Record<keyof Address, string | null>> = {}
  for (const [name, part] of Object.entries(parts)) {
    const value = given[name as keyof CardAddress]
    if (value !== undefined) address[part] = value
  }
  return {
    ...(given.name === undefined ? {} : { name: given.name }),
    ...(Object.keys(address).length > 0 ? { address } : {}),
  }
}

const parts: Readonly<Record<string, keyof Address>> = {
  address_city: 'city',
  address_country: 'country',
  address_line1: 'line1',
  address_line2: 'line2',
  address_state: 'state',
  address_zip: 'postal_code',
}

/** What a source is made of. @throws {Problem} `parameter_missing` unless it is a card or a token */
export function newSource(body: z.output<typeof createSourceBody>): NewPaymentMethod {
  const { card: typed, token, owner, metadata } = body
  const { billing_details, ...card } = typed === undefined ? {} : cardCommand(typed)
  if ('number' in card === (token !== undefined)) {
    throw refuse('parameter_missing', 'A source is made of either `card` or `token`.', {
      param: 'card',
    })
  }
  return {
    card: token === undefined ? (card as NewCard) : { token },
    billing_details: { ...billing_details, ...owner },
    ...(metadata === undefined ? {} : { metadata }),
  }
}

/** What a request changes about a customer's card. */
export function sourceUpdate(given: z.output<typeof updateCustomerSourceBody>) {
  const { exp_month, exp_year, metadata, owner } = given
  return {
    billing_details: { ...billingOf(given), ...owner },
    card: {
      ...(exp_month === undefined ? {} : { exp_month }),
      ...(exp_year === undefined ? {} : { exp_year }),
    },
    ...(metadata === undefined ? {} : { metadata }),
  }
}
