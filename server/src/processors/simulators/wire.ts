import type { FastifyRequest } from 'fastify'

/** A request as it came over the wire, before anything of the processor's protocol is read. */
export interface WireRequest {
  readonly method: string
  /** With the simulator's own prefix taken off: the path as the processor documents it. */
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  /** The raw query string, without the question mark. */
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** An answer, before anything goes wrong with it. */
export interface WireAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Refused before anything was executed: the idempotency key is still free. */
  readonly unkept?: true
}

/** Reads Fastify's request into ours. */
export function wireRequest(request: FastifyRequest, prefix: string): WireRequest {
  const path = request.url.slice(prefix.length)
  const question = path.indexOf('?')
  return {
    method: request.method,
    path: question < 0 ? path : path.slice(0, question),
    query: question < 0 ? '' : path.slice(question + 1),
    params: request.params as Record<string, string>,
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    ),
    body: typeof request.body === 'string' ? request.body : '',
  }
}
