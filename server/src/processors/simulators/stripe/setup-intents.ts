import type { Route } from '../simulator.ts'
import { judge } from '../test-cards.ts'
import type { WireRequest } from '../wire.ts'
import { cardFor } from './card-for.ts'
import { type HeldCard, paymentMethodObject } from './cards.ts'
import { nextAction, setupDeclined } from './confirm.ts'
import { accountOf } from './dialect.ts'
import { declineWords, invalid, noSuch, type StripeError } from './errors.ts'
import { callerOf } from './intents.ts'
import { intentError, newSetupIntent, type SetupIntent } from './objects.ts'
import * as params from './params.ts'
import { route } from './route.ts'
import { type Caller, type HeldIntent, referenceOf, type State } from './state.ts'

/** The setup intents resource, except for lists, and payment methods made of cards. */
export function setupRoutes(state: State): Route[] {
  return [
    route(state, 'POST', '/v1/setup_intents', 'verify', (request, decline) =>
      create(state, request, decline),
    ),
    route(state, 'GET', '/v1/setup_intents/:id', 'lookup', (request) => {
      params.read(params.onlyExpand, request.query)
      return find(state, request).object
    }),
    route(state, 'POST', '/v1/setup_intents/:id/confirm', 'verify', (request, decline) => {
      const input = params.read(params.confirmSetupIntent, request.body)
      return confirm(state, callerOf(request), find(state, request), input, decline)
    }),
    route(state, 'POST', '/v1/payment_methods', 'create', (request) => {
      const { expand: _, ...input } = params.read(params.createPaymentMethod, request.body)
      const card = cardFor(state, accountOf(request), { payment_method_data: input })
      if (card === undefined) throw new Error('A card that was sent was not taken.')
      return paymentMethodObject(card, state.now())
    }),
  ]
}

function create(state: State, request: WireRequest, decline?: string): SetupIntent {
  const input = params.read(params.createSetupIntent, request.body)
  const caller = callerOf(request)
  const card = cardFor(state, caller.account, input)
  const made = newSetupIntent(input, state.now())
  const object: SetupIntent =
    card === undefined
      ? made
      : { ...made, status: 'requires_confirmation', payment_method: card.id }
  const held = { ...caller, object, ...(card && { card }) }
  state.setups.put(object.id, held)
  state.emit(caller, 'setup_intent.created', object)
  if (input.confirm !== true) return object
  const taken = { ...input, payment_method: undefined, payment_method_data: undefined }
  return confirm(state, caller, held, taken, decline)
}

function find(state: State, request: WireRequest): HeldIntent<SetupIntent> {
  const { id = '' } = request.params
  const held = state.setups.get(id)
  if (held?.account !== accountOf(request)) throw noSuch('setup_intent', id, 'intent')
  return held
}

function keep(
  state: State,
  held: HeldIntent<SetupIntent>,
  change: Partial<SetupIntent>,
): SetupIntent {
  const object = { ...held.object, ...change }
  state.setups.put(object.id, { ...held, object })
  return object
}

function confirm(
  state: State,
  caller: Caller,
  held: HeldIntent<SetupIntent>,
  input: params.ConfirmSetupIntent,
  forcedDecline?: string,
): SetupIntent {
  const card = cardFor(state, caller.account, input) ?? held.card
  const open = ['requires_payment_method', 'requires_confirmation'].includes(held.object.status)
  if (!open || card === undefined) {
    throw invalid(
      `You cannot confirm this SetupIntent because it has a status of ${held.object.status}.`,
      { code: 'setup_intent_unexpected_state', setup_intent: held.object },
    )
  }
  const current = { ...held, card, returnUrl: input.return_url }
  const result =
    forcedDecline === undefined
      ? judge(card.behaviour, {
          kind: 'verify',
          offSession: false,
          setUp: state.setUpCards.get(`${caller.account}/${card.fingerprint}`) === true,
          authenticated: false,
          authenticationWanted:
            (input.payment_method_options?.card?.request_three_d_secure ?? 'automatic') !==
            'automatic',
        })
      : { verdict: 'decline' as const, code: forcedDecline }
  switch (result.verdict) {
    case 'approve':
      return succeedSetup(state, caller, current, card, false)
    case 'decline':
      throw declineSetup(state, caller, current, card, result.code)
    case 'challenge': {
      const next_action = nextAction(state, held.object.id, input.return_url)
      const after = keep(state, current, {
        next_action,
        payment_method: card.id,
        status: 'requires_action',
      })
      note(state, held, after, 'requires_action')
      state.emit(caller, 'setup_intent.requires_action', after)
      return after
    }
  }
}

/** The card may be charged later; one that was authenticated for it will not be asked again. */
export function succeedSetup(
  state: State,
  caller: Caller,
  held: HeldIntent<SetupIntent>,
  card: HeldCard,
  authenticated: boolean,
): SetupIntent {
  const after = keep(state, held, {
    last_setup_error: null,
    next_action: null,
    payment_method: card.id,
    status: 'succeeded',
  })
  if (authenticated) state.setUpCards.put(`${caller.account}/${card.fingerprint}`, true)
  note(state, held, after, 'succeeded')
  state.emit(caller, 'setup_intent.succeeded', after)
  return after
}

/** The card may not be kept; what is thrown is the 402 that says so. */
export function declineSetup(
  state: State,
  caller: Caller,
  held: HeldIntent<SetupIntent>,
  card: HeldCard,
  code: string,
): StripeError {
  const error = intentError(declineWords(code), card, state.now())
  const after = failSetup(state, caller, held, error)
  return setupDeclined(code, after, error.payment_method)
}

/** The payer failed the challenge. */
export function failSetupAuthentication(
  state: State,
  caller: Caller,
  held: HeldIntent<SetupIntent>,
  card: HeldCard,
): SetupIntent {
  const words = {
    code: 'setup_intent_authentication_failure',
    message:
      'The latest attempt to set up the payment method has failed because authentication failed.',
  }
  return failSetup(state, caller, held, intentError(words, card, state.now()))
}

function failSetup(
  state: State,
  caller: Caller,
  held: HeldIntent<SetupIntent>,
  error: NonNullable<SetupIntent['last_setup_error']>,
): SetupIntent {
  const after = keep(state, held, {
    last_setup_error: error,
    next_action: null,
    payment_method: null,
    status: 'requires_payment_method',
  })
  note(state, held, after, 'declined')
  state.emit(caller, 'setup_intent.setup_failed', after)
  return after
}

function note(
  state: State,
  { account, idempotencyKey }: HeldIntent<SetupIntent>,
  setup: SetupIntent,
  status: 'succeeded' | 'declined' | 'requires_action',
): void {
  state.note({
    kind: 'verify',
    account,
    reference: referenceOf(setup),
    processorReference: setup.id,
    paymentReference: setup.id,
    amount: 0,
    currency: '',
    status,
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  })
}
