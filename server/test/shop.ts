import type Stripe from 'stripe'
import type { Tenant } from '../src/tenants/index.ts'
import type { TestApi } from './api.ts'
import { simulatedCredentials } from './engine.ts'
import { stripeClient } from './stripe.ts'

/** A merchant of its own, as its developers see it. */
export interface Shop {
  readonly tenant: Tenant
  readonly secret: string
  readonly publishable: string
  readonly stripe: Stripe
  /** What its payers' browsers use. */
  readonly browser: Stripe
}

/**
 * Opens a merchant whose payments go to these processors, in this order.
 * @param notified whether the processors tell the server what happens
 */
export async function openShop(
  api: TestApi,
  processors: readonly ('stripe' | 'adyen')[] = ['stripe'],
  { notified = true }: { notified?: boolean } = {},
): Promise<Shop> {
  const tenant = await api.merchant(processors)
  const { merchant } = tenant
  if (notified) await connect(api, merchant.id)
  const secret = await api.keyOf({ kind: 'secret', merchant, livemode: false })
  const publishable = await api.keyOf({ kind: 'publishable', merchant, livemode: false })
  return {
    ...{ tenant, secret, publishable },
    stripe: stripeClient(api, { key: secret }),
    browser: stripeClient(api, { key: publishable }),
  }
}

async function connect({ sql, url, simulators }: TestApi, merchantId: string): Promise<void> {
  const accounts = await sql<{ id: string; processor: 'stripe' | 'adyen' }>(
    'select id, processor from processor_accounts where merchant_id = $1',
    [merchantId],
  )
  for (const { id, processor } of accounts) {
    const credentials = simulatedCredentials(processor, merchantId)
    simulators.controls[processor].setEndpoint({
      account: credentials['apiKey'] ?? credentials['secret_key'] ?? '',
      url: `${url}/v1/notifications/${id}`,
      secret: credentials['hmacKey'] ?? credentials['webhook_secret'] ?? '',
    })
  }
}

/** Asks again and again until it holds. @throws {Error} when it does not in time */
export async function eventually<T>(
  ask: () => Promise<T>,
  holds: (value: T) => boolean,
  patienceMs = 10_000,
): Promise<T> {
  const until = Date.now() + patienceMs
  for (;;) {
    const value = await ask()
    if (holds(value)) return value
    if (Date.now() > until) throw new Error(`It did not come about: ${JSON.stringify(value)}`)
    await new Promise((resume) => setTimeout(resume, 25))
  }
}

/** Does what a payer does with the bank's page: opens it, presses a button, follows where it leads. */
export async function answerChallenge(
  page: string,
  result: 'complete' | 'fail',
): Promise<Response> {
  const shown = await fetch(page)
  const action = /<form method="post" action="([^"]+)"/.exec(await shown.text())?.[1]
  if (action === undefined) throw new Error(`${page} shows no challenge: ${shown.status}.`)
  const answered = await fetch(action, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `result=${result}`,
    redirect: 'manual',
  })
  const back = answered.headers.get('location')
  if (back === null) throw new Error(`The bank sent the payer nowhere: ${answered.status}.`)
  return fetch(back, { redirect: 'manual' })
}
