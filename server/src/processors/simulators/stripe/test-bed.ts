import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Stripe from 'stripe'
import { expect } from 'vitest'
import { startSimulators } from '../index.ts'

const key = 'sk_test_sdk'
const secret = 'whsec_sdk'

/** For tests: Stripe's own package, pointed at the simulator; a client that knows nothing of us. */
export interface SdkBed {
  readonly stripe: Stripe
  /** Events received and verified by the package since the last reset. */
  events(): Stripe.Event[]
  /** Their types, in alphabetical order. */
  told(): string[]
  /** Headers of the last answer. */
  headers(): Headers
  /** A card payment of 20.00 USD, confirmed at once; `changes` make it another. */
  pay(
    changes?: Partial<Stripe.PaymentIntentCreateParams>,
  ): Promise<Stripe.Response<Stripe.PaymentIntent>>
  reset(): void
  close(): Promise<void>
}

/** Starts the simulators, the package, and a page its events are sent to. */
export async function openSdkBed(): Promise<SdkBed> {
  const running = await startSimulators({ port: 0, laterMs: 20 })
  const { hostname: host, port } = new URL(running.url)
  let events: Stripe.Event[] = []
  let headers = new Headers()
  /** Where events go since the last reset; what still comes for an earlier test is dropped. */
  let path = '/0'
  // The package has no setting for a base path, so the simulator's is put before every path.
  const underPrefix = async (input: string | URL | Request, init?: RequestInit) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const response = await fetch(new URL(`/stripe${url.pathname}${url.search}`, url), init)
    headers = response.headers
    return response
  }
  const stripe = new Stripe(key, {
    httpClient: Stripe.createFetchHttpClient(underPrefix),
    host,
    port,
    protocol: 'http',
    telemetry: false,
    maxNetworkRetries: 0,
  })
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const signature = request.headers['stripe-signature'] ?? ''
    const event = stripe.webhooks.constructEvent(Buffer.concat(chunks), signature, secret)
    if (request.url === path) events.push(event)
    response.end()
  }
  const listener = createServer((request, response) => {
    // What is wrongly signed, or broken off because the simulator closes, is no event.
    take(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`

  return {
    stripe,
    events: () => events,
    told: () => events.map(({ type }) => type).sort(),
    headers: () => headers,
    pay: (changes = {}) =>
      stripe.paymentIntents.create({
        amount: 2_000,
        currency: 'usd',
        confirm: true,
        payment_method: 'pm_card_visa',
        ...changes,
      }),
    reset() {
      events = []
      path = `/${Number(path.slice(1)) + 1}`
      running.controls.stripe.reset()
      running.controls.stripe.setEndpoint({ account: key, url: `${url}${path}`, secret })
    },
    async close() {
      await running.close()
      await new Promise((resolve) => listener.close(resolve))
    },
  }
}

/** What the package throws when it is refused. */
export async function refusal(asking: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const error = await asking.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(Stripe.errors.StripeError)
  return error as Stripe.errors.StripeError
}
