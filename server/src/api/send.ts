import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Reply } from './reply.ts'

/** On every answer of the API: nothing is cached, framed, sniffed or run, and any page may read it. */
const always = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-cache, no-store',
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'Request-Id, Stripe-Version, Idempotency-Key, Original-Request, Idempotent-Replayed, Stripe-Should-Retry',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
}

/** Sends a reply with the headers Stripe's clients read. */
export function send(request: FastifyRequest, to: FastifyReply, reply: Reply): FastifyReply {
  const { headers } = request
  const out: Record<string, string> = {
    ...always,
    'request-id': request.id,
    'stripe-version': request.apiVersion,
  }
  const account = headers['stripe-account']
  if (typeof account === 'string' && request.caller !== null) out['stripe-account'] = account
  const key = headers['idempotency-key']
  if (request.method === 'POST' && typeof key === 'string' && request.caller !== null) {
    out['idempotency-key'] = key
    out['original-request'] = reply.replayOf ?? request.id
  }
  if (reply.replayOf !== undefined) out['idempotent-replayed'] = 'true'
  const retry = reply.retry ?? (reply.kept ? false : undefined)
  if (retry !== undefined) out['stripe-should-retry'] = String(retry)
  if (reply.limitedBy !== undefined) out['stripe-rate-limited-reason'] = reply.limitedBy
  if (reply.status === 401) out['www-authenticate'] = 'Basic realm="Switchyard"'
  const { content } = reply
  if (content === undefined) return to.code(reply.status).headers(out).send(reply.body)
  out['content-type'] = content.mediaType
  out['content-disposition'] = attachment(content.filename)
  return to.code(reply.status).headers(out).send(content.bytes)
}

/**
 * Names a download, by RFC 6266: in ASCII for the oldest clients, and as it is. Nothing opens it in place of
 * the page it was asked from.
 */
function attachment(filename: string): string {
  const ascii = filename.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(filename).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
