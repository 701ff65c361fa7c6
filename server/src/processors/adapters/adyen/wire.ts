import { z } from 'zod'
import type { AdapterAccount, HttpRequest, HttpResponse, Unknown } from '../../adapter.ts'
import { credential } from './credentials.ts'

/** A request to Checkout; every one is a POST in JSON that carries its idempotency key. */
export function post(
  { credentials }: AdapterAccount,
  { idempotencyKey }: { readonly idempotencyKey: string },
  path: string,
  body: Readonly<Record<string, unknown>>,
): HttpRequest {
  return {
    method: 'POST',
    path,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      'x-api-key': credential(credentials, 'apiKey'),
      'idempotency-key': idempotencyKey,
    },
    body: JSON.stringify(body),
  }
}

/** The JSON of a body if it has this shape, else undefined: what we cannot read proves nothing. */
export function parseBody<Shape>(
  { body }: Pick<HttpResponse, 'body'>,
  shape: z.ZodType<Shape>,
): Shape | undefined {
  try {
    return shape.safeParse(JSON.parse(body)).data
  } catch {
    return undefined // not JSON: cut short, or a page of something in between
  }
}

/** Adyen's bag of extras: only texts are documented, and which are there is the merchant's choice. */
export const additionalData = z.record(z.string(), z.string().catch('')).default({})

export function unknown(reason: string): Unknown {
  return { outcome: 'unknown', reason }
}
