import type { Card } from '../../adapter.ts'

/** A card in clear as Adyen takes it from those who may hold one. */
export function cardDetails(card: Card): Record<string, string> {
  return {
    type: 'scheme',
    number: card.number,
    expiryMonth: String(card.expMonth).padStart(2, '0'),
    expiryYear: String(card.expYear),
    ...(card.cvc === undefined ? {} : { cvc: card.cvc }),
    ...(card.holderName === undefined ? {} : { holderName: card.holderName }),
  }
}

const notGiven = 'N/A'

/**
 * The billing address for the issuer's check, if there is anything to check. Adyen demands every
 * field of it, so what the payer was not asked for says so; `ZZ` is Adyen's word for no country.
 */
export function billingAddress({ address }: Card): Record<string, string> | undefined {
  if (address?.line1 === undefined && address?.postalCode === undefined) return undefined
  const { street, house } = splitStreet(address.line1 ?? notGiven)
  return {
    street,
    houseNumberOrName: house,
    city: address.city ?? notGiven,
    ...(address.state === undefined ? {} : { stateOrProvince: address.state }),
    postalCode: address.postalCode ?? notGiven,
    country: address.country?.toUpperCase() ?? 'ZZ',
  }
}

/** The house number, which issuers check by itself: at the front (`37C High St`) or end (`Storgatan 5`). */
function splitStreet(line: string): { street: string; house: string } {
  const front = /^(\d+\S*)\s+(.+)$/.exec(line)
  if (front?.[1] && front[2]) return { house: front[1], street: front[2] }
  const end = /^(.+?)\s+(\d+\S*)$/.exec(line)
  if (end?.[1] && end[2]) return { house: end[2], street: end[1] }
  return { house: notGiven, street: line }
}
