import type { Change, Database } from '../db/index.ts'
import type { Clock } from '../kernel/index.ts'
import type { Context } from '../tenants/index.ts'
import { createEndpoint, type NewEndpoint } from './create-endpoint.ts'
import { deleteEndpoint } from './delete-endpoint.ts'
import { createDeliverer, type Deliverer } from './deliverer.ts'
import type { DeliveryLog } from './delivery-log.ts'
import { type Resolve, systemResolve } from './dial.ts'
import { secretsAt, type WebhookEndpoint } from './endpoint.ts'
import { fanOutBatch } from './fan-out-store.ts'
import { resendEvent } from './resend-event.ts'
import { rollSecret } from './roll-secret.ts'
import { type Schedule, schedules } from './schedule.ts'
import { type Seal, sealScope } from './seal.ts'
import { openSender } from './sender.ts'
import type { AddressPolicy } from './ssrf.ts'
import type { Render } from './try-once.ts'
import { type EndpointUpdate, updateEndpoint } from './update-endpoint.ts'

export interface WebhooksDeps {
  readonly clock: Clock
  readonly database: Database
  readonly commit: (change: Change) => Promise<void>
  readonly seal: Seal
  readonly render: Render
  readonly policy: AddressPolicy
  /** Where receivers can read who is calling them; named in `User-Agent`. */
  readonly aboutUrl: string
  readonly log: (entry: DeliveryLog) => void
  /** Told when there is something to send sooner than `deliverDue` said. */
  readonly wake: () => void
  /** Names are looked up by this instead of the system. */
  readonly resolve?: Resolve
  readonly random?: () => number
  readonly schedules?: Readonly<Record<'live' | 'test', Schedule>>
  /** Sends at the same time, altogether and to one endpoint. */
  readonly limits?: { readonly total?: number; readonly perEndpoint?: number }
  /** How long an endpoint may take to answer. */
  readonly timeoutMs?: number
  /** Certificate authorities (PEM) to trust instead of the well-known ones. */
  readonly ca?: string
}

/** Telling merchants what happened: their endpoints, and the worker's two steps. It sets no timers. */
export interface Webhooks extends Deliverer {
  /**
   * Makes deliveries of up to 500 events out of the outbox.
   * @returns how many it took; to be called again at once while that is not 0
   */
  fanOut(): Promise<number>
  createEndpoint(ctx: Context, input: NewEndpoint): Promise<WebhookEndpoint>
  updateEndpoint(ctx: Context, id: string, update: EndpointUpdate): Promise<WebhookEndpoint>
  deleteEndpoint(ctx: Context, id: string): Promise<WebhookEndpoint>
  rollSecret(
    ctx: Context,
    id: string,
    options?: { readonly overlapMs?: number | undefined },
  ): Promise<WebhookEndpoint>
  /** The secret an endpoint's deliveries are signed with: shown when it is made or rolled, never listed. */
  revealSecret(ctx: Context, endpoint: WebhookEndpoint): Promise<string>
  resendEvent(
    ctx: Context,
    which: { readonly eventId: string; readonly endpointId: string },
  ): Promise<void>
  /** Waits for what is under way, then closes connections. Claim nothing more before. */
  close(): Promise<void>
}

/** How many events one fan-out takes at most. */
export const largestFanOut = 500
/** Between the answer's time-out and the end of the claim: rendering, and writing the outcome down. */
const leaseMarginMs = 10_000

/** Opens webhooks; nothing is sent until `deliverDue` is called. */
export function createWebhooks(deps: WebhooksDeps): Webhooks {
  const { clock, database, policy, seal, timeoutMs = 20_000, resolve = systemResolve } = deps
  const verbs = { seal, policy, resolve }
  const sender = openSender({ policy, resolve, timeoutMs, ca: deps.ca })
  const deliverer = createDeliverer({
    random: Math.random,
    schedules,
    ...deps,
    sender,
    userAgent: `Switchyard/1.0 (+${deps.aboutUrl})`,
    limits: { total: 256, perEndpoint: 16, ...deps.limits },
    leaseMs: timeoutMs + leaseMarginMs,
  })
  return {
    ...deliverer,
    fanOut: () => fanOutBatch(database.system, { now: clock.now(), limit: largestFanOut }),
    createEndpoint: (ctx, input) => createEndpoint(ctx, verbs, input),
    updateEndpoint: (ctx, id, update) => updateEndpoint(ctx, verbs, id, update),
    deleteEndpoint,
    rollSecret: (ctx, id, options) => rollSecret(ctx, verbs, id, options),
    revealSecret(ctx, endpoint) {
      const [current] = secretsAt(endpoint, ctx.clock.now())
      if (current === undefined) throw new Error(`${endpoint.id} has no secret: it was deleted.`)
      return seal.openSecret(sealScope(ctx.tenant), endpoint.id, current.sealed)
    },
    async resendEvent(ctx, which) {
      await resendEvent(ctx, database.system, which)
      deps.wake()
    },
    async close() {
      await deliverer.settled()
      await sender.close()
    },
  }
}
