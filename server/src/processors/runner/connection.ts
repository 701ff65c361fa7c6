import { type Dispatcher, Pool } from 'undici'
import type { HttpRequest, HttpResponse } from '../adapter.ts'
import { NeverSent, type Transport } from './transport.ts'

export interface ConnectionOptions {
  readonly connections: number
  /** Name look-up, TCP and TLS together. */
  readonly connectTimeoutMs: number
  readonly maxBodyBytes: number
  /** Certificate authorities (PEM) to trust instead of the well-known ones. */
  readonly ca?: string
}

export interface Connection {
  readonly send: Transport
  /** Lets what is under way finish, then closes the sockets. */
  close(): Promise<void>
}

/**
 * Opens a pool of HTTP/1.1 connections to one processor. Certificates are always verified, whatever
 * the environment says. HTTP/2 stays off: there a client may repeat a stream the peer has dropped.
 */
export function openConnection(baseUrl: string, options: ConnectionOptions): Connection {
  const base = new URL(baseUrl)
  const prefix = base.pathname.replace(/\/$/, '')
  const pool = new Pool(base.origin, {
    connections: options.connections,
    pipelining: 1,
    allowH2: false,
    // The caller's signal is the one deadline.
    headersTimeout: 0,
    bodyTimeout: 0,
    connectTimeout: options.connectTimeoutMs,
    connect: { rejectUnauthorized: true, ...(options.ca === undefined ? {} : { ca: options.ca }) },
  })
  return {
    send: (request, _account, signal) =>
      exchange(pool, `${prefix}${request.path}`, request, signal, options.maxBodyBytes),
    close: () => pool.close(),
  }
}

/**
 * One exchange on the pool. undici calls `onRequestStart` immediately before it writes to a connected
 * socket and never otherwise, so that call is the line between `NeverSent` and "may have happened".
 */
function exchange(
  pool: Pool,
  path: string,
  request: HttpRequest,
  signal: AbortSignal,
  maxBodyBytes: number,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    let started: Dispatcher.DispatchController | undefined
    let status = 0
    let headers: Record<string, string> = {}
    const chunks: Buffer[] = []
    let size = 0

    const expire = () => {
      if (started === undefined) fail(new NeverSent('no connection before the deadline'))
      else started.abort(new Error('no complete answer before the deadline'))
    }
    const fail = (error: Error) => {
      signal.removeEventListener('abort', expire)
      reject(error)
    }
    signal.addEventListener('abort', expire, { once: true })

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(controller) {
        // A request whose caller has been answered must not leave late, and none leaves twice.
        if (signal.aborted) controller.abort(new Error('withdrawn'))
        else if (started !== undefined) controller.abort(new Error('refused to send again'))
        else started = controller
      },
      onResponseStart(_controller, statusCode, responseHeaders) {
        status = statusCode
        headers = plainHeaders(responseHeaders)
      },
      onResponseData(controller, chunk) {
        size += chunk.length
        if (size > maxBodyBytes)
          controller.abort(new Error(`the answer is larger than ${maxBodyBytes} bytes`))
        else chunks.push(chunk)
      },
      onResponseEnd() {
        signal.removeEventListener('abort', expire)
        resolve({ status, headers, body: Buffer.concat(chunks).toString('utf8') })
      },
      onResponseError(_controller, error) {
        fail(started === undefined ? new NeverSent(describe(error), { cause: error }) : error)
      },
    }
    try {
      pool.dispatch(
        { method: request.method, path, headers: request.headers, body: request.body ?? null },
        handler,
      )
    } catch (error) {
      fail(
        started === undefined ? new NeverSent(describe(error), { cause: error }) : asError(error),
      )
    }
  })
}

function plainHeaders(
  headers: Record<string, string | string[] | undefined>,
): Record<string, string> {
  const plain: Record<string, string> = Object.create(null)
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined)
      plain[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
  }
  return plain
}

function describe(error: unknown): string {
  const { code, message } = asError(error) as Error & { code?: unknown }
  if (typeof code !== 'string') return message
  // When every address of a name failed, node leaves the message empty.
  return message === '' || message.includes(code) ? message || code : `${code}: ${message}`
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
