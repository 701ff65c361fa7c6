import { type Clock, newId } from '../../kernel/index.ts'
import { type FaultRule, type Faults, notificationOperation } from './faults.ts'
import type { Records } from './records.ts'
import type { Timers } from './timers.ts'

/** Where an account wants its notifications, and the secret they are signed with. */
export interface Endpoint {
  /** As the simulator names accounts: what the caller authenticates with. */
  readonly account: string
  readonly url: string
  readonly secret: string
}

/** One notification on its way, or arrived. */
export interface Delivery {
  readonly id: string
  readonly account: string
  /** The notification's own id: copies and forgeries of it carry the same. */
  readonly notification: string
  /** Empty once it has arrived or been given up: there is no need to remember it all. */
  readonly body: string
  readonly copy: 'genuine' | 'duplicate' | 'forge_signature' | 'forge_stale' | 'forge_account'
  readonly attempts: number
  readonly status: 'pending' | 'delivered' | 'refused' | 'lost'
  /** The HTTP status of the last answer; absent while there was none. */
  readonly lastStatus?: number
}

/** What the processor's protocol adds to a notification; called again for each try. */
export type Sign = (body: string, secret: string, at: Date) => SignedNotification
export interface SignedNotification {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Notifier {
  setEndpoint(endpoint: Endpoint): void
  /** Sends it as soon as this turn of the event loop is over, if the account has an endpoint. */
  send(account: string, notification: string, body: string): void
  deliveries(): Delivery[]
}

const tries = 12
const firstWaitMs = 100
const longestWaitMs = 5_000
const patienceMs = 10_000
const hourMs = 3_600_000

/**
 * Delivers notifications over HTTP until they are taken with a 2xx, for about half a minute: long
 * enough for a server to be killed and come back. What is not yet delivered survives a restart.
 * Forgeries are tried once; the answer to them is kept, for whoever checks that they were refused.
 */
export function openNotifier(
  { records, timers, faults, clock }: Parts,
  sign: Sign,
  stopping: AbortSignal,
): Notifier {
  const endpoints = records.collection<Endpoint>('endpoints')
  const deliveries = records.collection<Delivery>('deliveries')

  const enqueue = (waitMs: number, delivery: Omit<Delivery, 'id' | 'attempts' | 'status'>) => {
    const id = newId('delivery')
    deliveries.put(id, { ...delivery, id, attempts: 0, status: 'pending' })
    timers.after(waitMs, 'deliver', id)
  }

  timers.define<string>('deliver', async (id) => {
    const delivery = deliveries.get(id)
    const endpoint = delivery && endpoints.get(delivery.account)
    if (delivery === undefined || endpoint === undefined || stopping.aborted) return
    const lastStatus = await post(endpoint, signed(delivery, endpoint), stopping)
    if (deliveries.get(id) === undefined) return // forgotten by a reset meanwhile
    const attempts = delivery.attempts + 1
    const status = outcome(delivery, attempts, lastStatus)
    const body = status === 'pending' ? delivery.body : ''
    deliveries.put(id, { ...delivery, body, attempts, status, ...(lastStatus && { lastStatus }) })
    if (status === 'pending') {
      timers.after(Math.min(longestWaitMs, firstWaitMs * 2 ** delivery.attempts), 'deliver', id)
    }
  })

  const signed = ({ body, copy }: Delivery, { secret }: Endpoint) => {
    const now = clock.now()
    if (copy === 'forge_stale') return sign(body, secret, new Date(now.getTime() - hourMs))
    if (copy === 'forge_account') return sign(body, `${secret}-of-another-account`, now)
    const genuine = sign(body, secret, now)
    return copy === 'forge_signature' ? tampered(genuine) : genuine
  }

  return {
    setEndpoint: (endpoint) => void endpoints.put(endpoint.account, endpoint),
    send(account, notification, body) {
      if (endpoints.get(account) === undefined) return
      const rule = faults.next(notificationOperation)
      const base = { account, notification, body }
      if (rule?.fault === 'lose') {
        const id = newId('delivery')
        deliveries.put(id, { ...base, id, body: '', copy: 'genuine', attempts: 0, status: 'lost' })
        return
      }
      enqueue(rule === undefined ? 0 : waitOf(rule, faults), { ...base, copy: 'genuine' })
      if (rule === undefined) return
      if (rule.fault === 'duplicate') {
        for (let copy = 0; copy < rule.count; copy++) enqueue(0, { ...base, copy: 'duplicate' })
      }
      if (isForgery(rule.fault)) enqueue(0, { ...base, copy: rule.fault })
    },
    deliveries: () => deliveries.values(),
  }
}

interface Parts {
  readonly records: Records
  readonly timers: Timers
  readonly faults: Faults
  readonly clock: Clock
}

function outcome(delivery: Delivery, attempts: number, status?: number): Delivery['status'] {
  if (status !== undefined && status >= 200 && status < 300) return 'delivered'
  if (isForgery(delivery.copy)) return status === undefined ? 'lost' : 'refused'
  if (attempts < tries) return 'pending'
  return status === undefined ? 'lost' : 'refused'
}

function waitOf(rule: FaultRule, faults: Faults): number {
  if (rule.fault === 'delay') return rule.ms
  return rule.fault === 'reorder' ? faults.share(rule) : 0
}

function isForgery(name: string): name is 'forge_signature' | 'forge_stale' | 'forge_account' {
  return name === 'forge_signature' || name === 'forge_stale' || name === 'forge_account'
}

/** Someone put a 9 before every amount on the way: the signature no longer covers what is said. */
function tampered({ headers, body }: SignedNotification): SignedNotification {
  const altered = body.replace(/("(?:amount|value)\w*" *: *)(\d+)/g, '$19$2')
  return { headers, body: altered === body ? `${body} ` : altered }
}

/** @returns the status answered, or undefined when nobody answered */
async function post(
  endpoint: Endpoint,
  { headers, body }: SignedNotification,
  stopping: AbortSignal,
): Promise<number | undefined> {
  try {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      headers: { ...headers },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([stopping, AbortSignal.timeout(patienceMs)]),
    })
    await response.body?.cancel()
    return response.status
  } catch {
    return undefined // refused, reset or too slow: tried again later
  }
}
