import { encodeForm } from '../../../kernel/index.ts'
import type { AdapterAccount, Credentials, HttpRequest } from '../../adapter.ts'

/**
 * The version every request names, so that answers keep one shape whatever an account's default is:
 * the one whose published document our requests and readings are checked against.
 */
const stripeVersion = '2023-08-16'

/** The metadata keys our own references travel under. */
export const referenceKeys = {
  payment: 'switchyard_reference',
  capture: 'switchyard_capture',
  increment: 'switchyard_increment',
} as const

/** What is wrong with an account's credentials; empty when they can be used. */
export function checkCredentials(credentials: Credentials): string[] {
  const { secret_key: key = '', webhook_secret: secret } = credentials
  const problems: string[] = []
  if (!/^[sr]k_(test|live)_\w+$/.test(key)) {
    problems.push('secret_key: must be a secret or restricted key: sk_test_…, sk_live_…, rk_….')
  }
  if (secret !== undefined && !/^whsec_\S+$/.test(secret)) {
    problems.push('webhook_secret: must be the signing secret of the webhook endpoint: whsec_….')
  }
  return problems
}

/** A POST; repeated with the same key it is executed once. */
export function post(
  account: AdapterAccount,
  path: string,
  idempotencyKey: string,
  form: Readonly<Record<string, unknown>>,
): HttpRequest {
  return {
    method: 'POST',
    path,
    headers: {
      ...headers(account),
      'content-type': 'application/x-www-form-urlencoded',
      'idempotency-key': idempotencyKey,
    },
    body: encodeForm(form),
  }
}

/** A GET; `query` is written the way Stripe reads it. */
export function get(
  account: AdapterAccount,
  path: string,
  query: Readonly<Record<string, unknown>> = {},
): HttpRequest {
  const search = encodeForm(query)
  return {
    method: 'GET',
    path: search === '' ? path : `${path}?${search}`,
    headers: headers(account),
  }
}

function headers({ credentials }: AdapterAccount): Readonly<Record<string, string>> {
  return {
    authorization: `Bearer ${credentials['secret_key'] ?? ''}`,
    'stripe-version': stripeVersion,
  }
}
