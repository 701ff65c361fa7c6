import { decodeForm, exponentOf, formatDecimal } from '../../../kernel/index.ts'
import { challengeGonePage, challengePage, pageHeaders } from '../challenge-page.ts'
import type { Route } from '../simulator.ts'
import type { WireAnswer, WireRequest } from '../wire.ts'
import type { Payment, State } from './state.ts'

const url = '/3d-secure/:id'

/** The bank's page Adyen redirects the payer to, and the way back to the merchant. */
export function challengeRoutes(state: State): Route[] {
  return [
    { method: 'GET', url, handle: (request) => show(state, request) },
    { method: 'POST', url, handle: (request) => leave(state, request) },
  ]
}

function waiting(state: State, { params: { id = '' } }: WireRequest) {
  const held = state.challenges.get(id)
  const payment = held && state.payments.get(held.payment)
  if (held === undefined || held.result !== undefined || payment === undefined) return undefined
  return { id, payment }
}

function show(state: State, request: WireRequest): WireAnswer {
  const held = waiting(state, request)
  if (held === undefined) return page(404, challengeGonePage())
  const { id, payment } = held
  return page(
    200,
    challengePage({
      merchant: payment.merchantAccount,
      last4: payment.card.summary,
      action: `${state.stage.baseUrl()}/3d-secure/${id}`,
      ...(payment.value > 0 && { amount: shownAmount(payment) }),
    }),
  )
}

/** Only what the payer decided is kept here; the merchant concludes with `/payments/details`. */
function leave(state: State, request: WireRequest): WireAnswer {
  const held = waiting(state, request)
  if (held === undefined) return page(404, challengeGonePage())
  const { id, payment } = held
  const result = decodeForm(request.body)['result'] === 'complete' ? 'complete' : 'fail'
  state.challenges.put(id, { payment: payment.pspReference, result })
  const back = new URL(payment.returnUrl)
  back.searchParams.set('redirectResult', id)
  return { status: 303, headers: { ...pageHeaders, location: back.href }, body: '' }
}

/** Decimals by Adyen's own table. @see https://docs.adyen.com/development-resources/currency-codes */
const decimals: Readonly<Record<string, number>> = { CLP: 2, CVE: 0, IDR: 0, ISK: 2 }

function shownAmount({ value, currency }: Payment): string {
  const code = currency.toLowerCase()
  const exponent = decimals[currency] ?? exponentOf(code)
  return `${formatDecimal({ amount: BigInt(value), currency: code }, exponent)} ${currency}`
}

function page(status: number, body: string): WireAnswer {
  return { status, headers: pageHeaders, body }
}
