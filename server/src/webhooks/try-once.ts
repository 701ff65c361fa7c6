import type { Row } from '../db/index.ts'
import { type Clock, newId } from '../kernel/index.ts'
import type { DeliveryLog } from './delivery-log.ts'
import type { Claim } from './delivery-store.ts'
import { secretsAt } from './endpoint.ts'
import { judge, type Outcome } from './outcome.ts'
import type { Schedule } from './schedule.ts'
import type { Seal } from './seal.ts'
import type { Answer, Sender } from './sender.ts'
import { signatureHeader } from './signature.ts'

/**
 * An event as its reader gets it.
 * @param apiVersion of the endpoint; null for the installation's default
 * @param pendingWebhooks endpoints it has yet to reach
 */
export type Render = (
  event: Row<'events'>,
  apiVersion: string | null,
  pendingWebhooks: number,
) => string | Promise<string>

export interface TryDeps {
  readonly clock: Clock
  readonly seal: Pick<Seal, 'openSecret'>
  readonly sender: Sender
  readonly render: Render
  readonly userAgent: string
  readonly schedules: Readonly<Record<'live' | 'test', Schedule>>
  /** From 0 to 1. */
  readonly random: () => number
  readonly log: (entry: DeliveryLog) => void
}

interface Request {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Sends a delivery once. Whatever goes wrong is in the outcome; nothing is thrown. */
export async function tryOnce(deps: TryDeps, claim: Claim): Promise<Outcome> {
  const at = deps.clock.now()
  const tryId = newId('wht', at.getTime())
  const request = await prepare(deps, claim, tryId, at)
  const answer =
    request === undefined
      ? brokenHere
      : await deps.sender.post(claim.endpoint.url, request.headers, request.body)
  const verdict = judge(answer, {
    tries: claim.tries,
    schedule: scheduleOf(deps.schedules, claim),
    now: deps.clock.now(),
    random: deps.random(),
  })
  return { claim, tryId, at, answer, verdict, reached: request !== undefined }
}

/** The schedule a delivery is tried by. */
export function scheduleOf(
  schedules: TryDeps['schedules'],
  { livemode }: Pick<Claim, 'livemode'>,
): Schedule {
  return livemode ? schedules.live : schedules.test
}

/** What the log says of a try that broke on our side: the cause is in the installation's log only. */
const brokenHere: Answer = {
  status: null,
  response: null,
  error: 'not sent: the event could not be prepared',
  retryAfter: null,
  durationMs: 0,
}

async function prepare(
  { seal, render, userAgent, log }: TryDeps,
  { event, endpoint, merchantId, livemode, pspId, endpointId, eventId, pendingWebhooks }: Claim,
  tryId: string,
  at: Date,
): Promise<Request | undefined> {
  try {
    if (event === undefined) throw new Error(`There is no event ${eventId} any more.`)
    const scope = { pspId, merchantId, livemode }
    const secrets = await Promise.all(
      secretsAt(endpoint, at).map(({ sealed }) => seal.openSecret(scope, endpointId, sealed)),
    )
    const body = await render(event, endpoint.api_version, pendingWebhooks)
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': userAgent,
      'request-id': tryId,
      'stripe-signature': signatureHeader(body, at, secrets),
    }
    return { headers, body }
  } catch (err) {
    log({ kind: 'webhook_fault', merchantId, endpointId, eventId, err })
    return undefined
  }
}
