import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { refuseNonsense } from './api/index.ts'

/** What answers requests once it is ready. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** The one address of a server. It listens from the start, so that a taken port is known before anything else. */
export interface Front {
  /** Without a slash at the end. */
  readonly url: string
  /**
   * Hands requests on from now; until then every one but `/healthz` is told to come back.
   * @param ready whether this server can do its work, for `/readyz`
   */
  serve(handler: Handler, ready: () => Promise<boolean>): void
  /** Takes no new connection, and waits for the requests it has, at most so long. */
  close(drainSeconds: number): Promise<void>
}

/** The address cannot be had; the message says what to do. */
export class AddressTaken extends Error {
  override readonly name = 'AddressTaken'
}

/** @throws {AddressTaken} */
export async function openFront({ host, port }: { host: string; port: number }): Promise<Front> {
  let handler: Handler = (_request, response) => say(response, 503, 'starting')
  let ready: () => Promise<boolean> = async () => false
  const server = createServer({ requestTimeout: 60_000 }, (request, response) => {
    if (request.url === '/healthz') return say(response, 200, 'ok')
    if (request.url === '/readyz') return void tellReady(response, ready)
    return handler(request, response)
  })
  server.on('clientError', refuseNonsense)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(unavailable(host, port, cause)))
    server.listen({ host, port }, resolve)
  })
  const { address, port: actual, family } = server.address() as AddressInfo
  const reachable = ['0.0.0.0', '::'].includes(address) ? '127.0.0.1' : address
  return {
    url: `http://${family === 'IPv6' && reachable.includes(':') ? `[${reachable}]` : reachable}:${actual}`,
    serve(next, isReady) {
      handler = next
      ready = isReady
    },
    async close(drainSeconds) {
      ready = async () => false
      const closed = new Promise((resolve) => server.close(resolve))
      const deadline = setTimeout(() => server.closeAllConnections(), drainSeconds * 1000)
      await closed
      clearTimeout(deadline)
    },
  }
}

async function tellReady(response: ServerResponse, ready: () => Promise<boolean>): Promise<void> {
  const isReady = await ready().catch(() => false)
  say(response, isReady ? 200 : 503, isReady ? 'ready' : 'not ready')
}

function say(response: ServerResponse, status: number, word: string): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(status === 503 ? { 'retry-after': '1' } : {}),
  })
  response.end(`${JSON.stringify({ status: word })}\n`)
}

function unavailable(host: string, port: number, cause: NodeJS.ErrnoException): AddressTaken {
  const where = `${host}:${port}`
  switch (cause.code) {
    case 'EADDRINUSE':
      return new AddressTaken(
        `${where} is in use: stop what listens there, or set PORT to another port.`,
      )
    case 'EACCES':
      return new AddressTaken(`${where} may not be used by this user: set PORT to one above 1023.`)
    case 'EADDRNOTAVAIL':
      return new AddressTaken(`${host} is not an address of this machine: set HOST to one that is.`)
    default:
      return new AddressTaken(`Cannot listen on ${where}: ${cause.message}`, { cause })
  }
}
