import { judge } from '../test-cards.ts'
import { type HeldCard, takeCard } from './cards.ts'
import { declineWords, invalid, noSuch, StripeError } from './errors.ts'
import type { NextAction, PaymentIntent } from './objects.ts'
import type { ConfirmIntent, PaymentMethodData } from './params.ts'
import { approve, decline, keepIntent, noteIntent, refuseState } from './payment.ts'
import type { Caller, HeldIntent, State } from './state.ts'

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

/**
 * Confirms an intent: asks the issuer, who approves, declines or wants to see the payer.
 * @throws {StripeError} 402 when the card is declined; the intent then waits for another one
 */
export function confirm(
  state: State,
  caller: Caller,
  held: HeldIntent<PaymentIntent>,
  params: ConfirmIntent,
  forcedDecline?: string,
): PaymentIntent {
  const open = ['requires_payment_method', 'requires_confirmation'].includes(held.object.status)
  if (!open) refuseState(held.object, 'confirm')
  const offSession = params.off_session === true
  const usage = params.setup_future_usage ?? held.object.setup_future_usage
  if (offSession && usage !== null) {
    throw invalid(
      'You cannot confirm with `off_session=true` when `setup_future_usage` is also set on the PaymentIntent.',
      { param: 'off_session' },
    )
  }
  const card = cardFor(state, caller.account, params) ?? held.card
  if (card === undefined) {
    const code = 'payment_intent_unexpected_state'
    const message =
      'You cannot confirm this PaymentIntent because it is missing a payment method. Update the PaymentIntent with a payment method and try again.'
    throw invalid(message, { code, payment_intent: held.object })
  }
  const wanted = params.payment_method_options?.card?.request_three_d_secure
  const intent = keepIntent(
    state,
    { ...held, card, returnUrl: params.return_url },
    {
      setup_future_usage: usage,
      payment_method: card.id,
      ...(params.capture_method !== undefined && { capture_method: params.capture_method }),
    },
  )
  const current = { ...held, card, returnUrl: params.return_url, object: intent }
  const result =
    forcedDecline === undefined
      ? judge(card.behaviour, {
          kind: 'charge',
          offSession,
          setUp: state.setUpCards.get(`${caller.account}/${card.fingerprint}`) === true,
          authenticated: false,
          authenticationWanted:
            (wanted ?? intent.payment_method_options.card.request_three_d_secure) !== 'automatic',
        })
      : { verdict: 'decline' as const, code: forcedDecline }
  switch (result.verdict) {
    case 'approve':
      return approve(state, caller, current, card, false)
    case 'decline':
      throw decline(state, caller, current, card, result.code)
    case 'challenge':
      if (params.error_on_requires_action === true) {
        throw decline(state, caller, current, card, 'authentication_required')
      }
      return challenge(state, caller, current, params.return_url)
  }
}

function challenge(
  state: State,
  caller: Caller,
  held: HeldIntent<PaymentIntent>,
  returnUrl: string | undefined,
): PaymentIntent {
  const after = keepIntent(state, held, {
    status: 'requires_action',
    next_action: nextAction(state, held.object.id, returnUrl),
  })
  noteIntent(state, held, after, 'requires_action')
  state.emit(caller, 'payment_intent.requires_action', after)
  return after
}

/** Sends the payer to the bank's page; without a page to come back to, Stripe.js shows it. */
export function nextAction(state: State, id: string, returnUrl: string | undefined): NextAction {
  return returnUrl === undefined
    ? {
        type: 'use_stripe_sdk',
        use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: challengeUrl(state, id) },
      }
    : {
        type: 'redirect_to_url',
        redirect_to_url: { return_url: returnUrl, url: challengeUrl(state, id) },
      }
}

function challengeUrl(state: State, id: string): string {
  return `${state.stage.baseUrl()}/3d-secure/${id}`
}

/** A card refused although nothing is charged with it. */
export function setupDeclined(code: string, setup: unknown, method: unknown): StripeError {
  const { message, ...fields } = declineWords(code)
  return new StripeError(402, 'card_error', message, {
    ...fields,
    setup_intent: setup,
    payment_method: method,
  })
}
