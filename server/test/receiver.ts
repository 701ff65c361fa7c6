import { once } from 'node:events'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'

/** A webhook that came. */
interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly eventId: string
}

export interface Receiver {
  readonly url: string
  readonly received: Received[]
  /** What it answers from now on; a function is told of each request, and may keep it waiting. */
  answer: Answering
  close(): void
}

/** An answer to a webhook. */
type Reply = { readonly status: number; readonly headers?: Record<string, string>; body?: string }
export type Answering = Reply | ((request: Received) => Reply | Promise<Reply>)

/** A merchant's server: real HTTP on a free port. */
export async function openReceiver(answer: Answering = { status: 200 }): Promise<Receiver> {
  const received: Received[] = []
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    const { id } = JSON.parse(body) as { id: string }
    const one = { path: request.url ?? '', headers: request.headers, body, eventId: id }
    received.push(one)
    const reply = typeof made.answer === 'function' ? await made.answer(one) : made.answer
    response.writeHead(reply.status, reply.headers).end(reply.body)
  }
  const server = createServer((request, response) => {
    // A sender that hangs up in the middle has sent nothing.
    take(request, response).catch(() => response.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('No port.')
  const made: Receiver = {
    url: `http://127.0.0.1:${address.port}/hook`,
    received,
    answer,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
  return made
}
