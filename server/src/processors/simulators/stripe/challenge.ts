import { decodeForm, formatForPeople, money } from '../../../kernel/index.ts'
import { challengeGonePage, challengePage, pageHeaders } from '../challenge-page.ts'
import type { Route } from '../simulator.ts'
import { judge } from '../test-cards.ts'
import type { WireAnswer, WireRequest } from '../wire.ts'
import type { HeldCard } from './cards.ts'
import type { PaymentIntent, SetupIntent } from './objects.ts'
import { approve, decline, failAuthentication } from './payment.ts'
import { declineSetup, failSetupAuthentication, succeedSetup } from './setup-intents.ts'
import type { HeldIntent, State } from './state.ts'

const url = '/3d-secure/:id'

/** The bank's page, and what follows when the payer leaves it. */
export function challengeRoutes(state: State): Route[] {
  return [
    { method: 'GET', url, handle: (request) => show(state, request) },
    { method: 'POST', url, handle: (request) => answer(state, request) },
  ]
}

type Waiting = (HeldIntent<PaymentIntent> | HeldIntent<SetupIntent>) & { readonly card: HeldCard }

function waiting(state: State, { params: { id = '' } }: WireRequest): Waiting | undefined {
  const held = id.startsWith('seti_') ? state.setups.get(id) : state.intents.get(id)
  const { card } = held ?? {}
  if (held?.object.status !== 'requires_action' || card === undefined) return undefined
  return { ...held, card }
}

function show(state: State, request: WireRequest): WireAnswer {
  const held = waiting(state, request)
  if (held === undefined) return page(404, challengeGonePage())
  const { object } = held
  return page(
    200,
    challengePage({
      merchant: merchantOf(object),
      last4: held.card.last4,
      action: `${state.stage.baseUrl()}/3d-secure/${object.id}`,
      ...(object.object === 'payment_intent' && {
        amount: formatForPeople(money(object.amount, object.currency)),
      }),
    }),
  )
}

function merchantOf(object: PaymentIntent | SetupIntent): string {
  const suffix = object.object === 'payment_intent' ? object.statement_descriptor_suffix : null
  return suffix ?? 'Test merchant'
}

function answer(state: State, request: WireRequest): WireAnswer {
  const held = waiting(state, request)
  if (held === undefined) return page(404, challengeGonePage())
  const completed = decodeForm(request.body)['result'] === 'complete'
  if (isPayment(held)) concludePayment(state, held, completed)
  else if (isSetup(held)) concludeSetup(state, held, completed)
  const { returnUrl } = held
  if (returnUrl === undefined) return page(200, challengeGonePage())
  const location = backTo(returnUrl, held.object)
  return { status: 303, headers: { ...pageHeaders, location }, body: '' }
}

const isPayment = (held: Waiting): held is HeldIntent<PaymentIntent> & { card: HeldCard } =>
  held.object.object === 'payment_intent'
const isSetup = (held: Waiting): held is HeldIntent<SetupIntent> & { card: HeldCard } =>
  held.object.object === 'setup_intent'

function concludePayment(
  state: State,
  held: HeldIntent<PaymentIntent> & { card: HeldCard },
  completed: boolean,
): void {
  const { card } = held
  if (!completed) return void failAuthentication(state, held, held, card)
  const result = judge(card.behaviour, { ...authenticated, kind: 'charge' })
  if (result.verdict === 'decline') decline(state, held, held, card, result.code)
  else approve(state, held, held, card, true)
}

function concludeSetup(
  state: State,
  held: HeldIntent<SetupIntent> & { card: HeldCard },
  completed: boolean,
): void {
  const { card } = held
  if (!completed) return void failSetupAuthentication(state, held, held, card)
  const result = judge(card.behaviour, { ...authenticated, kind: 'verify' })
  if (result.verdict === 'decline') declineSetup(state, held, held, card, result.code)
  else succeedSetup(state, held, held, card, true)
}

const authenticated = {
  offSession: false,
  setUp: false,
  authenticated: true,
  authenticationWanted: false,
}

/** @see https://docs.stripe.com/payments/3d-secure/authentication-flow#return-url */
function backTo(returnUrl: string, object: PaymentIntent | SetupIntent): string {
  const target = new URL(returnUrl)
  target.searchParams.set(object.object, object.id)
  target.searchParams.set(`${object.object}_client_secret`, object.client_secret)
  target.searchParams.set('source_type', 'card')
  return target.href
}

function page(status: number, body: string): WireAnswer {
  return { status, headers: pageHeaders, body }
}
