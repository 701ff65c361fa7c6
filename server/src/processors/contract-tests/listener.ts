import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RawNotification } from '../adapter.ts'

const patienceMs = 5_000

/** A page of ours that processors send notifications to. */
export interface Listener {
  readonly url: string
  /** A new address to send notifications to; what still comes for an older one is not kept. */
  newAddress(): string
  /** Everything sent to the newest address, genuine or not. */
  received(): readonly RawNotification[]
  /** Waits until `find` finds what it looks for in what was received. */
  until<Found>(find: (received: readonly RawNotification[]) => Found | undefined): Promise<Found>
  close(): Promise<void>
}

/** Listens on a free port of the loopback interface and takes whatever comes. */
export async function listen(): Promise<Listener> {
  let received: RawNotification[] = []
  let address = 0
  const waiting = new Set<() => void>()
  const server = createServer((request, response) => {
    const take = (body: string) => {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      )
      response.end('[accepted]')
      if (request.url !== pathOf(address)) return
      received = [...received, { headers, body, receivedAt: new Date() }]
      for (const look of waiting) look()
    }
    // A processor that closes in the middle of a notification hangs up, and has no answer to get.
    text(request).then(take, () => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  return {
    url,
    received: () => received,
    newAddress() {
      received = []
      address += 1
      return `${url}${pathOf(address)}`
    },
    until(find) {
      return new Promise((resolve, reject) => {
        const look = () => {
          const found = find(received)
          if (found === undefined) return
          clearTimeout(timer)
          waiting.delete(look)
          resolve(found)
        }
        const timer = setTimeout(() => {
          waiting.delete(look)
          reject(new Error(`Not among ${received.length} notifications after ${patienceMs} ms.`))
        }, patienceMs)
        waiting.add(look)
        look()
      })
    },
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

const pathOf = (address: number) => `/notifications/${address}`

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
