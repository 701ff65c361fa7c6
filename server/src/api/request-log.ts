import type { Logger } from 'pino'
import { starred } from '../kernel/index.ts'
import type { Caller } from '../tenants/index.ts'

/** What the log says of one request. Parameters and bodies have no field here, so they cannot be in it. */
export interface RequestLine {
  readonly requestId: string
  readonly method: string
  readonly url: string
  readonly status: number
  readonly ms: number
  readonly caller: Caller | undefined
}

/** Writes the one line a request leaves behind. */
export function logRequest(log: Logger, line: RequestLine): void {
  const { requestId, method, url, status, ms, caller } = line
  log.info({
    request: requestId,
    method,
    path: safePath(url),
    status,
    ms: Math.round(ms * 10) / 10,
    ...(caller === undefined ? {} : { key: caller.keyId, live: caller.livemode }),
    ...(caller === undefined || caller.as === 'operator' ? {} : { psp: caller.psp.id }),
    ...(caller?.as === 'merchant' ? { merchant: caller.merchant.id } : {}),
  })
}

const longestPath = 200

/**
 * A path without its query, fit to be logged: people put whole secrets and card numbers where an id belongs,
 * so what could be one is starred out.
 */
export function safePath(url: string): string {
  const [path = ''] = url.split('?', 1)
  return starred(path.slice(0, longestPath))
    .replace(/_secret_\w+/g, '_secret_***')
    .replace(/([spr]k_(?:test|live|op)_)\w+/g, '$1***')
}

/**
 * An unexpected error as the log may hold it: what it was and where it came from. Other fields stay out, since
 * a database's error quotes whole rows in them.
 */
export function safeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: `${typeof error} was thrown` }
  const { name, message, stack = '', cause } = error
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  return {
    name,
    message: starred(message),
    stack: starred(stack),
    ...code,
    ...(cause === undefined ? {} : { cause: safeError(cause) }),
  }
}
