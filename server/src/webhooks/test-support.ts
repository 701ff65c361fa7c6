import { setTimeout as pause } from 'node:timers/promises'
import type { TestDatabase } from '../../test/database.ts'
import { type Answering, openReceiver, type Receiver } from '../../test/receiver.ts'
import { type Row, write } from '../db/index.ts'
import type { EventType } from '../events/index.ts'
import { newId } from '../kernel/index.ts'
import type { Context } from '../tenants/index.ts'
import type { DeliveryLog } from './delivery-log.ts'
import type { WebhookEndpoint } from './endpoint.ts'
import type { Seal } from './seal.ts'
import { createWebhooks, type Webhooks, type WebhooksDeps } from './webhooks.ts'

/** Time that stands still until a test moves it. */
export interface HandClock {
  now(): Date
  advance(ms: number): void
}

export function handClock(start = '2026-03-01T12:00:00Z'): HandClock {
  let time = new Date(start).getTime()
  return {
    now: () => new Date(time),
    advance(ms) {
      time += ms
    },
  }
}

export const minute = 60_000
export const hour = 60 * minute

/** Seals by writing down where the text belongs, and opens nowhere else. */
const testSeal: Seal = {
  async sealSecret(scope, recordId, text) {
    return Buffer.from(JSON.stringify([scope, recordId, text])).toString('base64url')
  },
  async openSecret(scope, recordId, sealed) {
    const [sealedScope, sealedId, text] = JSON.parse(Buffer.from(sealed, 'base64url').toString())
    const place = JSON.stringify([scope, recordId])
    if (place !== JSON.stringify([sealedScope, sealedId])) throw new Error('Sealed elsewhere.')
    return text
  },
}

/** A merchant of a new PSP, with the context its requests would have. */
export async function newTenant(
  { database, committer }: TestDatabase,
  clock: HandClock,
  { livemode = false }: { livemode?: boolean } = {},
): Promise<Context> {
  const now = clock.now()
  const none = { settings: {}, metadata: {} }
  const psp: Row<'psps'> = {
    ...{ id: newId('psp'), version: 1, name: 'Nordbetalning', country: 'SE', created_at: now },
    ...none,
  }
  const merchant: Row<'merchants'> = {
    ...{ id: newId('acct'), psp_id: psp.id, livemode: true, version: 1, created_at: now },
    ...{ country: 'SE', default_currency: 'sek', email: null, status: 'active' },
    ...{ pricing: [], details: {}, metadata: {} },
  }
  const inserts = [write('psps', psp), write('merchants', merchant)]
  const empty = { replaces: [], entries: [] }
  await committer.commit({ merchantId: merchant.id, livemode: true, inserts, ...empty })
  return {
    clock,
    tenant: { psp, merchant, livemode },
    queries: database.tenant({ merchantId: merchant.id, pspId: psp.id, livemode }),
    origin: { requestId: null, idempotencyKey: null },
    commit: (change) => committer.commit(change),
    conclude: (change) => committer.commit(change),
  }
}

/** Commits an event of a tenant, like the change of a payment does. @returns its id */
export async function happen(ctx: Context, type: EventType): Promise<string> {
  const { merchant, livemode } = ctx.tenant
  const owner = { merchant_id: merchant.id, livemode }
  const object_id = newId('obj')
  const event: Row<'events'> = {
    ...{ ...owner, id: newId('evt'), created_at: ctx.clock.now(), type },
    ...{ object_type: 'payment_intents', object_id, snapshot: { id: object_id, note: 'Ærø 漢字' } },
    ...{ previous: null, request_id: null, idempotency_key: null },
  }
  const inserts = [write('events', event), write('outbox', { ...owner, event_id: event.id })]
  await ctx.commit({ merchantId: merchant.id, livemode, inserts, replaces: [], entries: [] })
  return event.id
}

/** Webhooks with all that a test looks at. */
export interface TestWebhooks extends Webhooks {
  readonly log: DeliveryLog[]
  /** How often the worker was told to come back. */
  wakes(): number
  /** Fans out and delivers all that is due now, and waits until it has been answered. */
  drain(): Promise<void>
  /** Fans out and sends until a condition holds, while some answers may be outstanding. */
  sendUntil(condition: () => boolean): Promise<void>
}

export function testWebhooks(
  { database, committer }: TestDatabase,
  clock: HandClock,
  overrides: Partial<WebhooksDeps> = {},
): TestWebhooks {
  const log: DeliveryLog[] = []
  let woken = 0
  const webhooks = createWebhooks({
    clock,
    database,
    commit: (change) => committer.commit(change),
    seal: testSeal,
    render: ({ id, type, snapshot }, apiVersion, pending) =>
      JSON.stringify({
        ...{ id, object: 'event', type, api_version: apiVersion },
        ...{ pending_webhooks: pending, data: { object: snapshot } },
      }),
    policy: { allowPrivateAddresses: true, allowHighPorts: true },
    aboutUrl: 'https://switchyard.example/webhooks',
    random: () => 0.5,
    log: (entry) => log.push(entry),
    wake() {
      woken += 1
    },
    ...overrides,
  })
  return {
    ...webhooks,
    log,
    wakes: () => woken,
    async drain() {
      while ((await webhooks.fanOut()) > 0);
      for (let handled = 1; handled > 0; ) {
        await webhooks.settled()
        handled = (await webhooks.deliverDue()).handled
      }
    },
    async sendUntil(condition) {
      while ((await webhooks.fanOut()) > 0);
      while (!condition()) {
        const { handled } = await webhooks.deliverDue()
        if (handled === 0) await pause(2)
      }
    },
  }
}

/** A merchant whose one endpoint wants everything, and what a test does with it. */
export interface Scene {
  readonly clock: HandClock
  readonly ctx: Context
  readonly webhooks: TestWebhooks
  readonly consumer: Receiver
  readonly endpoint: WebhookEndpoint
  /** One more receiver, closed with the scene. */
  receiver(answer?: Answering): Promise<Receiver>
  /** Registers a receiver, of another tenant perhaps. */
  listen(to: Receiver, options?: Listening): Promise<WebhookEndpoint>
  /** Lets time pass from one due delivery to the next until all have ended well or badly. */
  untilNothingIsOwed(): Promise<void>
  close(): Promise<void>
}

interface Listening {
  readonly apiVersion?: string | undefined
  readonly enabledEvents?: readonly string[]
  readonly as?: Context
}

export interface SceneOptions extends Partial<WebhooksDeps> {
  readonly livemode?: boolean
  readonly apiVersion?: string
}

export async function openScene(
  db: TestDatabase,
  { livemode = false, apiVersion, ...overrides }: SceneOptions = {},
): Promise<Scene> {
  const clock = handClock()
  const ctx = await newTenant(db, clock, { livemode })
  const webhooks = testWebhooks(db, clock, overrides)
  const receivers: Receiver[] = []

  async function receiver(answer?: Answering): Promise<Receiver> {
    const made = await openReceiver(answer)
    receivers.push(made)
    return made
  }

  async function listen({ url }: Receiver, options: Listening = {}): Promise<WebhookEndpoint> {
    const { as = ctx, enabledEvents = ['*'] } = options
    // Live endpoints are https. A test's receiver is not, and takes the place of one that is.
    const secure = livemode ? 'https://example.com/hook' : url
    const input = { url: secure, enabledEvents, apiVersion: options.apiVersion }
    const made = await webhooks.createEndpoint(as, input)
    await db.sql('update webhook_endpoints set url = $1 where id = $2', [url, made.id])
    return made
  }

  const consumer = await receiver()
  return {
    ...{ clock, ctx, webhooks, consumer, receiver, listen },
    endpoint: await listen(consumer, { apiVersion }),
    async untilNothingIsOwed() {
      for (;;) {
        await webhooks.drain()
        const { nextDueAt } = await webhooks.deliverDue()
        if (nextDueAt === null) return
        clock.advance(nextDueAt.getTime() - clock.now().getTime())
      }
    },
    async close() {
      for (const each of receivers) each.close()
      await webhooks.close()
      // The scenes of a file share its database, and each has a clock of its own.
      await db.sql('truncate webhook_deliveries, outbox')
    },
  }
}
