import type { FastifyInstance, FastifyRequest } from 'fastify'
import { decodeForm, FormError, Problem } from '../../kernel/index.ts'
import {
  completeAction,
  completeSetupAction,
  type PaymentContext,
  paymentTools,
} from '../../payments/index.ts'
import { jobContext } from '../../tenants/index.ts'
import type { Api } from '../api.ts'
import { safeError } from '../request-log.ts'
import { jobParts } from './job-parts.ts'
import { type Saying, sendPage } from './page.ts'
import { tenantAt } from './tenant-at.ts'

/** Where a payer's browser went: `acct_…`, `test` or `live`, and `ch_…` or `seti_…`. */
interface Place {
  readonly merchant: string
  readonly mode: string
  readonly id: string
}

/** How what the payer came back from has ended, and where to send them. */
interface Ended {
  readonly outcome: 'succeeded' | 'failed' | 'pending'
  readonly returnUrl: string | null
  readonly about: Readonly<Record<string, string>>
}

/**
 * Where a payer's browser comes back to from a challenge: `GET /return/:merchant/:mode/:id`. Finds out how it
 * went and sends the payer on to the merchant, or says so here. No key: the address is known to the payer
 * alone, and coming twice or late changes nothing.
 */
export function receivePayers(server: FastifyInstance, api: Api): void {
  server.get<{ Params: Place }>('/return/:merchant/:mode/:id', async (request, reply) => {
    try {
      const ctx = await contextOf(api, request.params)
      const ended = ctx && (await complete(ctx, request.params.id, queryOf(request)))
      if (ended === undefined) return sendPage(reply, gone)
      if (ended.returnUrl === null) return sendPage(reply, sayings[ended.outcome])
      return reply
        .code(303)
        .headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
        .header('location', addressOf(ended, ended.returnUrl))
        .send()
    } catch (error) {
      api.log.error({ err: safeError(error), request: request.id }, 'a payer could not come back')
      return sendPage(reply, broken)
    }
  })
}

async function contextOf(api: Api, place: Place): Promise<PaymentContext | undefined> {
  const tenant = await tenantAt(api, place)
  if (tenant === undefined) return undefined
  const ctx = jobContext(jobParts(api), tenant, null)
  return { ...ctx, ...paymentTools(ctx, api.parts) }
}

async function complete(
  ctx: PaymentContext,
  id: string,
  query: Readonly<Record<string, string>>,
): Promise<Ended | undefined> {
  try {
    return id.startsWith('seti_')
      ? await completeSetup(ctx, id, query)
      : await completePayment(ctx, id, query)
  } catch (error) {
    if (error instanceof Problem && error.code === 'resource_missing') return undefined
    throw error
  }
}

async function completePayment(
  ctx: PaymentContext,
  id: string,
  query: Readonly<Record<string, string>>,
): Promise<Ended> {
  const { status, details, ...intent } = await completeAction(ctx, id, query)
  return {
    outcome:
      status === 'succeeded' || status === 'requires_capture'
        ? 'succeeded'
        : status === 'requires_payment_method' || status === 'canceled'
          ? 'failed'
          : 'pending',
    returnUrl: details.return_url,
    about: { payment_intent: intent.id, payment_intent_client_secret: intent.client_secret },
  }
}

async function completeSetup(
  ctx: PaymentContext,
  id: string,
  query: Readonly<Record<string, string>>,
): Promise<Ended> {
  const { status, details, ...intent } = await completeSetupAction(ctx, id, query)
  return {
    outcome:
      status === 'succeeded'
        ? 'succeeded'
        : status === 'requires_payment_method' || status === 'canceled'
          ? 'failed'
          : 'pending',
    returnUrl: details.return_url,
    about: { setup_intent: intent.id, setup_intent_client_secret: intent.client_secret },
  }
}

/** The merchant's address with what became of the payment, as Stripe adds it. */
function addressOf({ outcome, about }: Ended, returnUrl: string): string {
  const url = new URL(returnUrl)
  for (const [name, value] of Object.entries({ ...about, redirect_status: outcome })) {
    url.searchParams.set(name, value)
  }
  return url.href
}

/** What the browser brought along: text, whatever it was. */
function queryOf({ url }: FastifyRequest): Record<string, string> {
  const mark = url.indexOf('?')
  try {
    const entries = Object.entries(mark < 0 ? {} : decodeForm(url.slice(mark + 1)))
    return Object.fromEntries(
      entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    )
  } catch (error) {
    if (error instanceof FormError) return {}
    throw error
  }
}

const sayings: Readonly<Record<Ended['outcome'], Saying>> = {
  succeeded: {
    status: 200,
    title: 'Confirmed',
    text: 'Your bank has confirmed it. You can close this page and go back to the merchant.',
  },
  failed: {
    status: 200,
    title: 'Not confirmed',
    text: 'It was not confirmed, and nothing was charged. Go back to the merchant to try again or pay another way.',
  },
  pending: {
    status: 200,
    title: 'Being checked',
    text: 'Your bank has not told us yet how this ended. Do not pay again: go back to the merchant to see where it stands.',
  },
}

const gone: Saying = {
  status: 404,
  title: 'Nothing here',
  text: 'There is no payment at this address. Go back to the merchant to see where yours stands.',
}

const broken: Saying = {
  status: 500,
  title: 'We could not find out',
  text: 'Something went wrong on our side. Do not pay again: go back to the merchant to see where your payment stands.',
}
