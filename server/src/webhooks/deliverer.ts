import type { Change, Database } from '../db/index.ts'
import { type Claim, type ClaimLimits, claimDue, nextDueAt } from './delivery-store.ts'
import { disableEndpoint, isBeyondHope } from './disable-endpoint.ts'
import type { DisabledReason } from './endpoint.ts'
import type { Outcome } from './outcome.ts'
import { createRecorder } from './recorder.ts'
import { scheduleOf, type TryDeps, tryOnce } from './try-once.ts'

export interface DelivererDeps extends TryDeps {
  readonly database: Database
  readonly commit: (change: Change) => Promise<void>
  readonly limits: ClaimLimits
  /** How long a claim is ours: longer than sending and writing down can take. */
  readonly leaseMs: number
  /** Told when a send has finished: what waited for its place can go. */
  readonly wake: () => void
}

export interface Deliverer {
  /**
   * Claims what is due and starts sending it. It does not wait for the answers: the next claim must not
   * wait for the slowest endpoint of this one. To be called again at once while it handles any, at
   * `nextDueAt`, and whenever `wake` is called; never twice at a time.
   */
  deliverDue(): Promise<Delivering>
  /** Waits until nothing is under way. */
  settled(): Promise<void>
}

export interface Delivering {
  /** Deliveries whose sending began, or that were canceled. */
  readonly handled: number
  /** When the next delivery comes due; null when none does, or all places are taken. */
  readonly nextDueAt: Date | null
}

/** A deliverer with nothing under way. */
export function createDeliverer(deps: DelivererDeps): Deliverer {
  const { clock, limits, database } = deps
  const record = createRecorder(database.system)
  const underWay = new Set<Promise<void>>()
  const inFlight = new Map<string, number>()

  function count(endpointId: string, change: 1 | -1): void {
    const next = (inFlight.get(endpointId) ?? 0) + change
    if (next === 0) inFlight.delete(endpointId)
    else inFlight.set(endpointId, next)
  }

  function start(claim: Claim): void {
    count(claim.endpointId, 1)
    const sending = deliver(claim).finally(() => {
      count(claim.endpointId, -1)
      underWay.delete(sending)
      deps.wake()
    })
    underWay.add(sending)
  }

  /** Never rejects: what cannot be written down is due again when its lease runs out. */
  async function deliver(claim: Claim): Promise<void> {
    const { merchantId, endpointId, eventId, endpoint } = claim
    try {
      const outcome = await tryOnce(deps, claim)
      const failingSince = await record(outcome)
      logTry(outcome)
      const reason = reasonToDisable(outcome, failingSince)
      if (reason === undefined) return
      const isNews = await disableEndpoint(deps, endpoint, reason, clock.now())
      if (isNews) deps.log({ kind: 'webhook_endpoint_disabled', merchantId, endpointId, reason })
    } catch (err) {
      deps.log({ kind: 'webhook_fault', merchantId, endpointId, eventId, err })
    }
  }

  function reasonToDisable(
    { verdict, claim, reached }: Outcome,
    failingSince: Date | undefined,
  ): DisabledReason | undefined {
    if (verdict.state !== 'failed' || !reached) return undefined
    if (verdict.gone) return 'gone'
    if (failingSince === undefined) return undefined
    const schedule = scheduleOf(deps.schedules, claim)
    return isBeyondHope(claim.endpoint, failingSince, schedule, clock.now()) ? 'failing' : undefined
  }

  function logTry({ claim, tryId, answer, verdict }: Outcome): void {
    const { merchantId, endpointId, eventId } = claim
    const { status, error, durationMs } = answer
    const about = { merchantId, endpointId, eventId, tryId }
    deps.log({ kind: 'webhook_tried', ...about, state: verdict.state, status, error, durationMs })
  }

  return {
    async deliverDue() {
      const total = limits.total - underWay.size
      if (total <= 0) return { handled: 0, nextDueAt: null }
      const now = clock.now()
      const { claims, canceled } = await claimDue(database.system, {
        now,
        lease: new Date(now.getTime() + deps.leaseMs),
        limits: { ...limits, total },
        inFlight,
      })
      for (const claim of claims) start(claim)
      const handled = claims.length + canceled
      return { handled, nextDueAt: handled > 0 ? now : await nextDueAt(database.system, now) }
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}
