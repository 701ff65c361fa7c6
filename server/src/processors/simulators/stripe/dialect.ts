import { newId } from '../../../kernel/index.ts'
import { openIdempotency } from '../idempotency.ts'
import type { Dialect, Stage } from '../simulator.ts'
import type { WireAnswer, WireRequest } from '../wire.ts'
import { StripeError } from './errors.ts'
import { apiVersion } from './money-objects.ts'

const dayMs = 86_400_000
const longestKey = 255

/** The secret key a caller authenticates with, which is also how accounts are told apart. */
export function accountOf({ headers }: WireRequest): string {
  const authorization = headers['authorization'] ?? ''
  const key = authorization.startsWith('Basic ')
    ? Buffer.from(authorization.slice(6), 'base64').toString().replace(/:.*$/, '')
    : authorization.replace(/^Bearer /, '')
  if (/^[sr]k_test_\w+$/.test(key)) return key
  const message =
    key === '' ? 'You did not provide an API key.' : 'Invalid API Key provided: sk_test_****'
  throw new StripeError(401, 'invalid_request_error', message)
}

/** Runs a handler and puts its result or its refusal into Stripe's envelope. */
export async function answered(run: () => unknown): Promise<WireAnswer> {
  try {
    return json(200, await run())
  } catch (error) {
    if (!(error instanceof StripeError)) throw error
    const answer = json(error.status, { error: error.toWire() })
    return error.validation ? { ...answer, unkept: true } : answer
  }
}

function json(status: number, value: unknown): WireAnswer {
  return {
    status,
    headers: {
      'cache-control': 'no-cache, no-store',
      'content-type': 'application/json',
      'request-id': newId('req'),
      'stripe-version': apiVersion,
    },
    body: JSON.stringify(value, null, 2),
  }
}

/**
 * Stripe's idempotency: the first answer of a POST is kept for 24 hours once execution began, declines
 * and failures included; parameters that fail validation keep nothing.
 * @see https://docs.stripe.com/api/idempotent_requests
 */
export function openDialect({ records, clock }: Stage): Dialect {
  const keys = openIdempotency(records, clock, dayMs)
  return {
    async around(request, execute) {
      const key = request.headers['idempotency-key']
      if (request.method !== 'POST' || key === undefined) return checked(request, execute)
      return answeredOr(async () => {
        const account = accountOf(request)
        if (key.length > longestKey) throw refusal(400, 'Idempotency-Key is too long.')
        const content = `${request.path}\n${request.body}`
        const keyed = await keys.run(
          account,
          key,
          content,
          execute,
          ({ unkept }) => unkept !== true,
        )
        switch (keyed.is) {
          case 'first':
            return withKey(keyed.answer, key)
          case 'replay':
            return withKey(keyed.answer, key, { 'idempotent-replayed': 'true' })
          case 'other_parameters':
            throw refusal(
              400,
              `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
            )
          case 'in_progress':
            throw new StripeError(409, 'invalid_request_error', inProgress, {
              code: 'idempotency_key_in_use',
            })
        }
      })
    },
    failure(status) {
      const { type, message, code } = failures[status]
      const error = new StripeError(status, type, message, code === undefined ? {} : { code })
      return json(status, { error: error.toWire() })
    },
    falsify(answer, what) {
      const body =
        what === 'amount'
          ? answer.body.replace(/("amount\w*": )([1-9]\d*)/g, '$1$21')
          : answer.body.replace(
              /("currency": )"(\w+)"/g,
              (_all, key: string, code: string) => `${key}"${code === 'usd' ? 'eur' : 'usd'}"`,
            )
      return { ...answer, body }
    },
  }
}

const inProgress =
  'There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through). Please try again later.'

const failures = {
  409: { type: 'invalid_request_error', code: 'idempotency_key_in_use', message: inProgress },
  429: {
    type: 'invalid_request_error',
    code: 'rate_limit',
    message:
      'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.',
  },
  500: {
    type: 'api_error',
    code: undefined,
    message: 'An unknown error occurred. Please try again later.',
  },
} as const

const refusal = (status: number, message: string) =>
  new StripeError(status, 'idempotency_error', message)

function checked(request: WireRequest, execute: () => Promise<WireAnswer>): Promise<WireAnswer> {
  return answeredOr(() => {
    accountOf(request)
    return execute()
  })
}

async function answeredOr(run: () => Promise<WireAnswer>): Promise<WireAnswer> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof StripeError) return json(error.status, { error: error.toWire() })
    throw error
  }
}

function withKey(
  answer: WireAnswer,
  key: string,
  more: Readonly<Record<string, string>> = {},
): WireAnswer {
  const { 'request-id': id = '' } = answer.headers
  const headers = { ...answer.headers, ...more, 'idempotency-key': key, 'original-request': id }
  return { ...answer, headers }
}
