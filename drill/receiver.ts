import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import Stripe from 'stripe'
import { dice } from './dice.ts'

/** A merchant's endpoints. Signatures are checked by Stripe's own package, as merchants do. */
export interface Receiver {
  /** Where the endpoint of a merchant is. */
  urlOf(shop: number): string
  expect(shop: number, secret: string): void
  /** How often each event has been taken, by id. */
  readonly taken: ReadonlyMap<string, number>
  /** What came with a signature that is not valid. */
  readonly forged: readonly string[]
  /** How often it answered badly on purpose. */
  readonly refusals: Readonly<Record<Mood, number>>
  /** From now on answers well. */
  calm(): void
  close(): Promise<void>
}

type Mood = 'error' | 'slow' | 'hang_up'
const shares: readonly (readonly [Mood, number])[] = [
  ['error', 0.02],
  ['slow', 0.01],
  // Taken, but the sender does not learn of it.
  ['hang_up', 0.01],
]
const slowMs = 1_500

export async function openReceiver(seed: string): Promise<Receiver> {
  const { roll } = dice(`${seed}/receiver`)
  const secrets = new Map<number, string>()
  const taken = new Map<string, number>()
  const forged: string[] = []
  const refusals: Record<Mood, number> = { error: 0, slow: 0, hang_up: 0 }
  let requests = 0
  let isCalm = false

  function nextMood(): Mood | undefined {
    let luck = roll(String(requests++))
    for (const [mood, share] of shares) {
      if (luck < share && !isCalm) return mood
      luck -= share
    }
    return undefined
  }

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request)
    const mood = nextMood()
    if (mood !== undefined) refusals[mood] += 1
    if (mood === 'error') return void response.writeHead(500).end()
    const id = verified(request, body)
    if (id === undefined) return void response.writeHead(400).end()
    taken.set(id, (taken.get(id) ?? 0) + 1)
    if (mood === 'slow') await pause(slowMs)
    if (mood === 'hang_up') return void request.socket.destroy()
    response.writeHead(204).end()
  }

  function verified(request: IncomingMessage, body: string): string | undefined {
    const secret = secrets.get(Number(request.url?.slice(1)))
    try {
      const signature = String(request.headers['stripe-signature'])
      return Stripe.webhooks.constructEvent(body, signature, secret ?? '').id
    } catch (error) {
      forged.push((error as Error).message)
      return undefined
    }
  }

  const server = createServer((request, response) => {
    // A sender that was killed in the middle has no answer to get.
    take(request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    ...{ taken, forged, refusals },
    urlOf: (shop) => `http://127.0.0.1:${port}/${shop}`,
    expect: (shop, secret) => void secrets.set(shop, secret),
    calm() {
      isCalm = true
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
