import { judge, type Verdict } from '../test-cards.ts'
import { cardFor } from './card-for.ts'
import type { HeldCard } from './cards.ts'
import { declineWords, invalid, StripeError } from './errors.ts'
import type { NextAction, PaymentIntent } from './objects.ts'
import type { ConfirmIntent } from './params.ts'
import { approve, decline, keepIntent, noteIntent, refuseState } from './payment.ts'
import type { Caller, HeldIntent, State } from './state.ts'

/**
 * Confirms an intent: asks the issuer, who approves, declines or wants to see the payer.
 * @throws {StripeError} 402 when the card is declined; the intent then waits for another one
 */
export function confirm(
  state: State,
  caller: Caller,
  before: HeldIntent<PaymentIntent>,
  params: ConfirmIntent,
  forcedDecline?: string,
): PaymentIntent {
  refuseUnconfirmable(before.object, params)
  const card = cardFor(state, caller.account, params) ?? before.card
  if (card === undefined) throw invalid(cardMissing, unexpected(before.object))
  const given = { ...before, card, returnUrl: params.return_url }
  const intent = keepIntent(state, given, {
    setup_future_usage: params.setup_future_usage ?? before.object.setup_future_usage,
    payment_method: card.id,
    ...(params.capture_method !== undefined && { capture_method: params.capture_method }),
  })
  const held = { ...given, object: intent }
  const answer = askIssuer(state, held, card, params, forcedDecline)
  switch (answer.verdict) {
    case 'approve':
      return approve(state, caller, held, card, false)
    case 'decline':
      throw decline(state, caller, held, card, answer.code)
    case 'challenge':
      if (params.error_on_requires_action === true) {
        throw decline(state, caller, held, card, 'authentication_required')
      }
      return challenge(state, caller, held, params.return_url)
  }
}

function refuseUnconfirmable(intent: PaymentIntent, params: ConfirmIntent): void {
  if (!['requires_payment_method', 'requires_confirmation'].includes(intent.status)) {
    refuseState(intent, 'confirm')
  }
  const usage = params.setup_future_usage ?? intent.setup_future_usage
  if (params.off_session === true && usage !== null) {
    throw invalid(
      'You cannot confirm with `off_session=true` when `setup_future_usage` is also set on the PaymentIntent.',
      { param: 'off_session' },
    )
  }
}

const cardMissing =
  'You cannot confirm this PaymentIntent because it is missing a payment method. Update the PaymentIntent with a payment method and try again.'

const unexpected = (intent: PaymentIntent) => ({
  code: 'payment_intent_unexpected_state',
  payment_intent: intent,
})

function askIssuer(
  state: State,
  { account, object: intent }: HeldIntent<PaymentIntent>,
  card: HeldCard,
  params: ConfirmIntent,
  forcedDecline: string | undefined,
): Verdict {
  if (forcedDecline !== undefined) return { verdict: 'decline', code: forcedDecline }
  const wanted =
    params.payment_method_options?.card?.request_three_d_secure ??
    intent.payment_method_options.card.request_three_d_secure
  return judge(card.behaviour, {
    kind: 'charge',
    offSession: params.off_session === true,
    setUp: state.setUpCards.get(`${account}/${card.fingerprint}`) === true,
    authenticated: false,
    authenticationWanted: wanted !== 'automatic',
  })
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
