import { type HeldCard, takeCard } from './cards.ts'
import { noSuch } from './errors.ts'
import type { PaymentMethodData } from './params.ts'
import type { State } from './state.ts'

/** Published names of test cards that need no number. @see https://docs.stripe.com/testing#cards */
const aliases: Readonly<Record<string, string>> = {
  pm_card_visa: '4242424242424242',
  pm_card_visa_debit: '4000056655665556',
  pm_card_mastercard: '5555555555554444',
  pm_card_amex: '378282246310005',
  pm_card_chargeDeclined: '4000000000000002',
  pm_card_visa_chargeDeclined: '4000000000000002',
  pm_card_chargeDeclinedInsufficientFunds: '4000000000009995',
  pm_card_chargeDeclinedExpiredCard: '4000000000000069',
  pm_card_chargeDeclinedIncorrectCvc: '4000000000000127',
  pm_card_chargeDeclinedProcessingError: '4000000000000119',
  pm_card_authenticationRequired: '4000002760003184',
  pm_card_threeDSecure2Required: '4000000000003220',
  pm_card_pendingRefund: '4000000000007726',
  pm_card_refundFail: '4000000000005126',
  pm_card_createDispute: '4000000000000259',
}

/**
 * Finds or takes in the card a confirmation is made with.
 * @throws {StripeError} when there is none, or it is refused before any issuer is asked
 */
export function cardFor(
  state: State,
  account: string,
  given: {
    readonly payment_method?: string | undefined
    readonly payment_method_data?: PaymentMethodData | undefined
  },
): HeldCard | undefined {
  const { clock } = state.stage
  const data = given.payment_method_data
  if (data !== undefined)
    return keep(state, account, takeCard(data.card, data.billing_details, clock))
  const id = given.payment_method
  if (id === undefined) return undefined
  const number = aliases[id]
  if (number !== undefined) {
    const exp_year = clock.now().getUTCFullYear() + 1
    const card = takeCard({ number, exp_month: 12, exp_year, cvc: '123' }, undefined, clock)
    return keep(state, account, card)
  }
  const found = state.cards.get(id)
  if (found?.account !== account) throw noSuch('PaymentMethod', id, 'payment_method')
  return found.object
}

function keep(state: State, account: string, card: HeldCard): HeldCard {
  state.cards.put(card.id, { account, object: card })
  return card
}
