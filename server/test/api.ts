import { pino } from 'pino'
import { afterAll } from 'vitest'
import { createApi, eventBodies } from '../src/api/index.ts'
import { encodeForm } from '../src/kernel/index.ts'
import type { PaymentParts } from '../src/payments/index.ts'
import {
  createKey,
  createMerchant,
  createPsp,
  type KeyOwner,
  type Tenant,
} from '../src/tenants/index.ts'
import { createWebhooks, type Webhooks } from '../src/webhooks/index.ts'
import { type TestEngine, testEngine } from './engine.ts'

/** An answer, its body parsed. */
export interface TestAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: what came over the wire is what a test is about to check
  readonly body: any
}

export interface Asking {
  readonly key?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as a form in a POST, as the query otherwise. */
  readonly params?: Readonly<Record<string, unknown>>
  readonly json?: unknown
  /** A body as it stands, with its content type in `headers`. */
  readonly raw?: string
}

/** The whole API over real HTTP, on a database and processors of its own. */
export interface TestApi extends TestEngine {
  readonly url: string
  /** A merchant whose payments go to the stripe simulator, and its keys. */
  readonly tenant: Tenant
  readonly keys: { readonly secret: string; readonly publishable: string; readonly psp: string }
  readonly operatorKey: string
  /** What the server logged, a line each. */
  readonly log: string[]
  keyOf(owner: KeyOwner, permissions?: Readonly<Record<string, string>>): Promise<string>
  /** A merchant of another PSP, with nowhere to send payments to. */
  stranger(): Promise<{ tenant: Tenant; secret: string }>
  ask(method: string, path: string, asking?: Asking): Promise<TestAnswer>
  /** Tells endpoints, which may be on this machine, all that has happened, and waits for their answers. */
  deliver(): Promise<void>
}

/**
 * @param resources others than the product's, for tests of the core
 * @param deps parts to be wired otherwise than usual
 */
export async function testApi(
  resources?: Parameters<typeof createApi>[1],
  deps: Partial<Parameters<typeof createApi>[0]> = {},
): Promise<TestApi> {
  const engine = await testEngine()
  const { database, committer } = engine
  let url = engine.parts.publicUrl
  const parts: PaymentParts = {
    ...engine.parts,
    // Payers come back to this server, which has an address once it listens.
    get publicUrl() {
      return url
    },
  }
  const log: string[] = []
  const { clock = { now: () => new Date() } } = deps
  const webhooks = createWebhooks({
    ...{ clock, database, seal: parts.vault, render: eventBodies(database, parts.publicUrl) },
    commit: (change) => committer.commit(change),
    policy: { allowPrivateAddresses: true, allowHighPorts: true },
    aboutUrl: parts.publicUrl,
    log: (entry) => log.push(JSON.stringify(entry)),
    wake: () => undefined,
  })
  const server = createApi(
    {
      ...{ database, committer, clock, parts, webhooks },
      log: pino({ level: 'debug' }, { write: (line: string) => void log.push(line) }),
      signingKey: 'a signing key for tests',
      ...deps,
    },
    resources,
  )
  url = await server.listen({ port: 0, host: '127.0.0.1' })
  afterAll(async () => {
    const closed = server.close()
    // A connection that was answering while we closed would be kept for another minute.
    server.server.closeAllConnections()
    await closed
    await webhooks.close()
  })
  const tenant = await engine.merchant(['stripe'])
  const office = {
    clock,
    queries: database.system,
    conclude: (change: Parameters<typeof committer.commit>[0]) => committer.commit(change),
  }
  const keyOf: TestApi['keyOf'] = async (owner, permissions) =>
    (await createKey(office, owner, permissions === undefined ? {} : { permissions })).text
  const { merchant, psp } = tenant
  return {
    ...engine,
    ...{ parts, url, tenant, log, keyOf },
    operatorKey: await keyOf({ kind: 'operator' }),
    keys: {
      secret: await keyOf({ kind: 'secret', merchant, livemode: false }),
      publishable: await keyOf({ kind: 'publishable', merchant, livemode: false }),
      psp: await keyOf({ kind: 'psp', psp, livemode: false }),
    },
    async stranger() {
      const otherPsp = await createPsp(office, { name: 'Another PSP', country: 'DE' })
      const merchant = await createMerchant(office, otherPsp, { country: 'DE', livemode: false })
      const secret = await keyOf({ kind: 'secret', merchant, livemode: false })
      return { tenant: { psp: otherPsp, merchant, livemode: false }, secret }
    },
    async ask(method, path, asking = {}) {
      return ask(url, method, path, asking)
    },
    deliver: () => deliverAll(webhooks),
  }
}

async function deliverAll(webhooks: Webhooks): Promise<void> {
  while ((await webhooks.fanOut()) > 0);
  for (let handled = 1; handled > 0; ) {
    await webhooks.settled()
    handled = (await webhooks.deliverDue()).handled
  }
}

/** One request to a server wherever it runs. */
export async function ask(
  url: string,
  method: string,
  path: string,
  { key, headers = {}, params = {}, json, raw }: Asking,
): Promise<TestAnswer> {
  const isPost = method === 'POST'
  const form = encodeForm(params)
  const body = raw ?? (json === undefined ? (isPost ? form : undefined) : JSON.stringify(json))
  const type =
    json === undefined ? 'application/x-www-form-urlencoded' : 'application/json; charset=utf-8'
  const answer = await fetch(`${url}${path}${!isPost && form !== '' ? `?${form}` : ''}`, {
    method,
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': type }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  })
  const text = await answer.text()
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    body: answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : undefined,
  }
}
