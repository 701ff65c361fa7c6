import { openIdempotency } from '../idempotency.ts'
import type { Dialect, Stage } from '../simulator.ts'
import type { WireAnswer, WireRequest } from '../wire.ts'
import { ServiceError, toAnswer } from './errors.ts'

const dayMs = 86_400_000
const longestKey = 64

/** The API key a caller authenticates with, which is also how accounts are told apart. */
export function accountOf({ headers }: WireRequest): string {
  const key = headers['x-api-key']
  if (key === undefined || key === '') {
    throw new ServiceError(401, '000', 'security', 'HTTP Status Response - Unauthorized')
  }
  return key
}

/**
 * Adyen's idempotency: a key leads to the answer of its first request for 31 days, whatever the later
 * ones say; while the first is still under way, the others are told so.
 * @see https://docs.adyen.com/development-resources/api-idempotency
 */
export function openDialect({ records, clock }: Stage): Dialect {
  const keys = openIdempotency(records, clock, 31 * dayMs)
  return {
    around: (request, execute) =>
      answered(async () => {
        const account = accountOf(request)
        const key = request.headers['idempotency-key']
        if (key === undefined) return execute()
        if (key.length > longestKey) {
          throw new ServiceError(400, '702', 'validation', 'Idempotency-Key is too long')
        }
        const any = ''
        const keyed = await keys.run(account, key, any, execute, ({ status }) => status < 500)
        if (!('answer' in keyed)) throw inProgress()
        return {
          ...keyed.answer,
          headers: { ...keyed.answer.headers, 'idempotency-key': key },
        }
      }),
    failure: (status) => toAnswer(failures[status]()),
    falsify(answer, what) {
      const body =
        what === 'amount'
          ? answer.body.replace(/("value":)([1-9]\d*)/g, '$1$21')
          : answer.body.replace(
              /("currency":)"([A-Z]{3})"/g,
              (_all, key: string, code: string) => `${key}"${code === 'USD' ? 'EUR' : 'USD'}"`,
            )
      return { ...answer, body }
    },
  }
}

/** Runs a handler; a refusal it throws becomes its answer. */
export async function answered(run: () => WireAnswer | Promise<WireAnswer>): Promise<WireAnswer> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof ServiceError) return toAnswer(error)
    throw error
  }
}

const inProgress = () =>
  new ServiceError(422, '704', 'validation', 'request already processed or in progress')

const failures = {
  409: inProgress,
  429: () => new ServiceError(429, '000', 'security', 'Too many requests'),
  500: () => new ServiceError(500, '903', 'internal', 'Internal error'),
} as const
