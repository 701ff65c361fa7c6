import { Agent, request } from 'node:http'

/** An answer as it came. */
export interface PlainAnswer {
  readonly status: number
  readonly type: string
  readonly text: string
}

export interface PlainClient {
  /** Sends a request as it stands. @throws when the connection breaks before it is answered */
  send(
    method: string,
    address: string,
    headers: Readonly<Record<string, string>>,
    body?: Buffer,
  ): Promise<PlainAnswer>
  close(): void
}

/** Speaks HTTP without tidying anything up, over connections that are kept. */
export function plainClient(): PlainClient {
  const agent = new Agent({ keepAlive: true })
  return {
    send: (method, address, headers, body) =>
      new Promise((resolve, reject) => {
        const { hostname, port, origin } = new URL(address)
        const path = address.slice(origin.length)
        const length = body === undefined ? {} : { 'content-length': body.length }
        const asked = { agent, hostname, port, path, method, headers: { ...headers, ...length } }
        const sent = request(asked, (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('error', reject)
          response.on('end', () => {
            const { statusCode = 0, headers: told } = response
            const text = Buffer.concat(chunks).toString()
            resolve({ status: statusCode, type: told['content-type'] ?? '', text })
          })
        })
        sent.on('error', reject)
        sent.end(body)
      }),
    close: () => agent.destroy(),
  }
}
