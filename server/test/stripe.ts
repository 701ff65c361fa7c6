import { createRequire } from 'node:module'
import Stripe from 'stripe'

/** A server that runs, and the key its merchant asks with. */
interface Server {
  readonly url: string
  readonly keys?: { readonly secret: string }
}

interface Choice {
  /** The merchant's secret key unless another is given. */
  readonly key?: string
  /** The version the package was made for unless another is given. */
  readonly apiVersion?: string
  /** The package's own unless another is given. */
  readonly httpClient?: ReturnType<typeof Stripe.createNodeHttpClient>
}

/** The official client, pointed at a test's server. It retries nothing, so that each call is one request. */
export function stripeClient(server: Server, choice: Choice = {}): Stripe {
  return new Stripe(keyOf(server, choice), optionsOf(server, choice))
}

/** Its types declare the module 'stripe' for everybody, so it is loaded without them. */
const OlderStripe: typeof Stripe = createRequire(import.meta.url)('stripe-20')

/** The official client of three major versions ago. */
export function olderStripeClient(server: Server, choice: Choice = {}): Stripe {
  return new OlderStripe(keyOf(server, choice), optionsOf(server, choice))
}

function keyOf({ keys }: Server, { key = keys?.secret }: Choice): string {
  if (key === undefined) throw new Error('Say which key to ask with.')
  return key
}

function optionsOf({ url }: Server, { apiVersion, httpClient }: Choice) {
  const { hostname, port } = new URL(url)
  return {
    ...{ host: hostname, port, protocol: 'http' as const },
    ...{ maxNetworkRetries: 0, telemetry: false },
    ...(httpClient === undefined ? {} : { httpClient }),
    // Typed as the one version each package knows; a server must take all of them.
    ...(apiVersion === undefined ? {} : { apiVersion: apiVersion as never }),
  }
}

/** How a call was refused. @throws {Error} when it was not */
export async function stripeError(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof Error && 'rawType' in error) return error as Stripe.errors.StripeError
  throw new Error(`Expected a refusal, got ${String(error)}.`, { cause: error })
}
