import { Agent, type Dispatcher } from 'undici'
import { starred } from '../kernel/index.ts'
import { AddressRefused, guardedConnector, type Resolve } from './dial.ts'
import type { AddressPolicy } from './ssrf.ts'

/** What came of one POST. Without a status there was no answer, and `error` says why. */
export interface Answer {
  readonly status: number | null
  /** The beginning of the body, as text a database can hold. */
  readonly response: string | null
  readonly error: string | null
  readonly retryAfter: string | null
  readonly durationMs: number
}

export interface Sender {
  /** Sends once, follows nothing, and always answers: whatever goes wrong is in the answer. */
  post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Answer>
  /** Closes idle connections and lets what is under way finish. */
  close(): Promise<void>
}

export interface SenderOptions {
  readonly policy: AddressPolicy
  readonly resolve: Resolve
  /** From the start to the answer's headers. */
  readonly timeoutMs: number
  /** Certificate authorities (PEM) to trust instead of the well-known ones. */
  readonly ca?: string | undefined
}

const excerptBytes = 1_024
/** An answer up to this long is read to its end, so that the connection can be used again. */
const longestAnswer = 65_536

/** Opens what sends webhooks: HTTP/1.1, verified certificates, public addresses, no redirects, no retries. */
export function openSender({ policy, resolve, timeoutMs, ca }: SenderOptions): Sender {
  const agent = new Agent({
    connect: guardedConnector(policy, resolve, { timeoutMs, ca }),
    pipelining: 1,
    allowH2: false,
    // The request's own signal is the one deadline.
    headersTimeout: 0,
    bodyTimeout: 0,
  })

  async function exchange(
    url: string,
    headers: Readonly<Record<string, string>>,
    body: string,
  ): Promise<Omit<Answer, 'durationMs'>> {
    const signal = AbortSignal.timeout(timeoutMs)
    try {
      const response = await agent.request({
        origin: new URL(url).origin,
        path: pathOf(url),
        method: 'POST',
        headers,
        body,
        signal,
      })
      return {
        status: response.statusCode,
        response: await excerpt(response.body),
        error: null,
        retryAfter: headerText(response.headers['retry-after']),
      }
    } catch (error) {
      const reason = signal.aborted ? `no answer within ${timeoutMs / 1_000} s` : reasonOf(error)
      return { status: null, response: null, error: reason, retryAfter: null }
    }
  }

  return {
    async post(url, headers, body) {
      const started = performance.now()
      const answer = await exchange(url, headers, body)
      return { ...answer, durationMs: Math.round(performance.now() - started) }
    },
    close: () => agent.close(),
  }
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url)
  return `${pathname}${search}`
}

/** Reads an answer's body; one that breaks off, never ends or is too long has said enough by its status. */
async function excerpt(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Uint8Array[] = []
  let kept = 0
  let read = 0
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      const part = chunk.subarray(0, excerptBytes - kept)
      chunks.push(part)
      kept += part.length
      read += chunk.length
      if (read > longestAnswer) break
    }
  } catch {
    // What was read until then is the excerpt.
  }
  // A character cut in two at the end is dropped; a NUL cannot be stored as text, and a card number may not.
  const text = new TextDecoder().decode(Buffer.concat(chunks), { stream: true })
  return starred(text.replaceAll('\0', '\uFFFD'))
}

/** A failed connection in words that tell the merchant what to mend, and nothing about our network. */
function reasonOf(error: unknown): string {
  if (error instanceof AddressRefused) return `not sent: ${error.message}`
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (typeof code !== 'string') return `connection failed: ${String(message)}`
  return reasons[code] ?? `connection failed: ${code}`
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'host unreachable',
  ENOTFOUND: 'its name was not found',
  EAI_AGAIN: 'its name could not be looked up',
  ETIMEDOUT: 'no connection in time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  UND_ERR_SOCKET: 'the connection was closed before an answer came',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
}

function headerText(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null
}
