import type { Declined, HttpResponse, Unknown } from '../../adapter.ts'
import { declined } from './answer.ts'
import { checksIn } from './checks.ts'
import { errorBody, type StripeError } from './objects.ts'
import { parseJson, unknown } from './wire.ts'

/**
 * Reads an answer that is not a 200.
 *
 * A refusal (400 to 404 in Stripe's envelope) is proof that nothing was executed under this key, with
 * one exception: `idempotency_error` says that something else was. 409 means that the same key is being
 * worked on. 429 is documented as not executed, yet it may come from a part of Stripe that knows
 * nothing of an earlier try with the same key, so it settles nothing either; repeating the key does.
 * A repetition turned away for who asks (401, 403) or for what they may see (404) settles nothing about
 * the first time.
 *
 * @see https://docs.stripe.com/api/errors
 */
export function errorAnswer(
  { status, body }: HttpResponse,
  { repeat = false }: { readonly repeat?: boolean } = {},
): Declined | Unknown {
  const parsed = errorBody.safeParse(parseJson(body))
  if (!parsed.success) return unknown(`status ${status} without Stripe's error`)
  const { error } = parsed.data
  if (error.type === 'idempotency_error') return unknown('the key was used for another request')
  if (![400, 401, 402, 403, 404].includes(status)) return unknown(`status ${status}`)
  if (repeat && [401, 403, 404].includes(status)) return unknown(`the repetition got ${status}`)
  if (status !== 402) return refused(status, error)
  const method = error.payment_method?.card?.checks
  return declined(error, idIn(error.payment_intent) ?? idIn(error.setup_intent), checksIn(method))
}

function refused(status: number, error: StripeError): Declined {
  const code = error.code ?? (status === 401 || status === 403 ? 'not_authorized' : error.type)
  const known = declined({ code })
  return known.declineCode === 'generic_decline'
    ? { ...known, declineCode: 'processing_error' }
    : known
}

/** The error object of a refusal, when that is what came. */
export function errorIn({ body }: HttpResponse): StripeError | undefined {
  return errorBody.safeParse(parseJson(body)).data?.error
}

function idIn(object: unknown): string | undefined {
  if (typeof object !== 'object' || object === null || !('id' in object)) return undefined
  return typeof object.id === 'string' ? object.id : undefined
}
