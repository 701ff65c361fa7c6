import { unixSeconds } from '../../../kernel/index.ts'
import type {
  AdapterAccount,
  Answer,
  HttpRequest,
  HttpResponse,
  LookupAsk,
  NotFound,
  Operation,
} from '../../adapter.ts'
import { get, referenceKeys } from './account.ts'
import {
  captureAnswer,
  incrementAnswer,
  paymentAnswer,
  refundAnswer,
  verificationAnswer,
  voidAnswer,
} from './answer.ts'
import { errorAnswer, errorIn } from './errors.ts'
import { type PaymentIntent, pageOf, paymentIntent, refund, setupIntent } from './objects.ts'
import { readAs, unknown } from './wire.ts'

const pageLimit = 100
const aroundSeconds = 120
const expand = ['latest_charge']

/**
 * Finds an earlier ask again; each kind where Stripe can be asked about it. The search for an intent may
 * miss what is younger than a minute, longer during an outage: far less than the key is kept.
 *
 * @see https://docs.stripe.com/search#data-freshness
 */
export const lookup: Operation<LookupAsk, Answer | NotFound> = {
  request: (ask, account) => requestFor(ask, account),
  response(response, ask) {
    if (response.status === 404 && errorIn(response)?.code === 'resource_missing') {
      return { outcome: 'not_found' }
    }
    if (response.status !== 200) {
      const answer = errorAnswer(response)
      return answer.outcome === 'declined'
        ? unknown(`look-up refused: ${answer.processorCode}`)
        : answer
    }
    return readFound(response, ask)
  },
}

function requestFor(ask: LookupAsk, account: AdapterAccount): HttpRequest {
  const id = ask.processorReference && encodeURIComponent(ask.processorReference)
  switch (ask.kind) {
    case 'authorize':
      return id === undefined
        ? get(account, '/v1/payment_intents/search', {
            query: `metadata['${referenceKeys.payment}']:'${ask.reference}'`,
            expand: ['data.latest_charge'],
          })
        : get(account, `/v1/payment_intents/${id}`, { expand })
    case 'verify':
      return id === undefined
        ? get(account, '/v1/setup_intents', {
            created: around(ask.askedAt),
            expand: ['data.payment_method'],
            limit: pageLimit,
          })
        : get(account, `/v1/setup_intents/${id}`, { expand: ['payment_method'] })
    case 'refund':
      return id === undefined
        ? get(account, '/v1/refunds', { limit: pageLimit, payment_intent: ask.paymentReference })
        : get(account, `/v1/refunds/${id}`)
    case 'capture':
    case 'void':
    case 'increment':
      return get(account, `/v1/payment_intents/${encodeURIComponent(ask.paymentReference ?? '')}`)
  }
}

/** Setup intents cannot be searched, only listed by time; our clock and theirs may differ. */
function around(time: Date) {
  const at = unixSeconds(time)
  return { gte: at - aroundSeconds, lte: at + aroundSeconds }
}

function readFound(response: HttpResponse, ask: LookupAsk): Answer | NotFound {
  const known = ask.processorReference !== undefined
  switch (ask.kind) {
    case 'authorize':
      return known
        ? readAs(paymentIntent, response, paymentAnswer)
        : readAs(pageOf(paymentIntent), response, ({ data }) =>
            data.length === 0 ? { outcome: 'not_found' } : only(data, paymentAnswer),
          )
    case 'verify':
      return known
        ? readAs(setupIntent, response, verificationAnswer)
        : readAs(pageOf(setupIntent), response, (page) => among(page, ask, verificationAnswer))
    case 'refund':
      return known
        ? readAs(refund, response, refundAnswer)
        : readAs(pageOf(refund), response, (page) => among(page, ask, refundAnswer))
    case 'capture':
      return changed(response, (intent) => captureAnswer(intent, ask.reference))
    case 'void':
      return changed(response, voidAnswer)
    case 'increment':
      return changed(response, (intent) => incrementAnswer(intent, ask.reference))
  }
}

function changed(
  response: HttpResponse,
  answer: (intent: PaymentIntent) => Answer | undefined,
): Answer | NotFound {
  return readAs(paymentIntent, response, (intent) => answer(intent) ?? { outcome: 'not_found' })
}

/** Several intents under one reference would be a double charge: nobody may pick one. */
function only<T>(found: readonly T[], answer: (item: T) => Answer): Answer {
  const [first, ...others] = found
  if (first === undefined || others.length > 0) {
    return unknown(`${found.length} intents carry this reference`)
  }
  return answer(first)
}

/** Finds our own among the page; a page that is not the last proves nothing by not having it. */
function among<T extends { metadata?: Readonly<Record<string, string>> | null | undefined }>(
  { data, has_more }: { data: readonly T[]; has_more: boolean },
  ask: LookupAsk,
  answer: (item: T) => Answer,
): Answer | NotFound {
  const ours = data.filter(({ metadata }) => metadata?.[referenceKeys.payment] === ask.reference)
  if (ours.length > 0) return only(ours, answer)
  return has_more ? unknown('too many to look through') : { outcome: 'not_found' }
}
