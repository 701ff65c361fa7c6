import type { Clock } from '../../kernel/index.ts'
import type {
  Declined,
  HttpRequest,
  HttpResponse,
  NotSent,
  Operation,
  Unknown,
} from '../adapter.ts'
import {
  type Circuit,
  type CircuitLimits,
  type CircuitState,
  createCircuit,
  defaultCircuitLimits,
} from './circuit.ts'
import { openConnection } from './connection.ts'
import { redact, redactPath } from './redact.ts'
import { createSlots, type Slots } from './slots.ts'
import { NeverSent, type RunnerAccount, type Transport } from './transport.ts'

/** The one place that speaks HTTP to processors: adapters write requests and read answers, this carries them. */
export interface Runner {
  /**
   * Asks once; it never tries again. `not_sent` only when it is proven that no byte of the request
   * left; whatever went wrong after that is `unknown`.
   *
   * @param options.deadlineMs from now to the answer's last byte, waiting for a connection included;
   * take it from the adapter's capabilities
   */
  ask<Ask, Reply extends { readonly outcome: string }>(
    account: RunnerAccount,
    operation: Operation<Ask, Reply>,
    ask: Ask,
    options?: { readonly deadlineMs?: number },
  ): Promise<Reply | NotSent | Unknown>
  health(accountId: string): AccountHealth
  /** Refuses new asks, lets those under way finish (their deadlines bound the wait), closes sockets. */
  close(): Promise<void>
}

/** How asking at one processor account has been going. */
export interface AccountHealth {
  readonly circuit: CircuitState
  readonly inFlight: number
  readonly waiting: number
  /** Over the circuit's rolling window. */
  readonly recent: { readonly asked: number; readonly failed: number }
}

/** One exchange as it may be logged: no body, no header, no query, nothing secret. */
export interface ExchangeLog {
  readonly at: Date
  readonly processor: string
  readonly accountId: string
  readonly method: string
  readonly path: string
  /** Absent when no answer came. */
  readonly status?: number
  readonly durationMs: number
  readonly outcome: string
  readonly reason?: string
}

export interface RunnerOptions {
  readonly clock: Clock
  readonly log?: (entry: ExchangeLog) => void
  /** Carries requests instead of HTTP, for instance to answer in-process. */
  readonly transport?: Transport
  /** Bulkhead of each processor account: connections in use at once, and asks that may wait for one. */
  readonly limits?: { readonly concurrent?: number; readonly waiting?: number }
  readonly circuit?: Partial<CircuitLimits>
  readonly connectTimeoutMs?: number
  readonly maxBodyBytes?: number
  /** Certificate authorities (PEM) to trust instead of the well-known ones. */
  readonly ca?: string
  /** Accounts kept open; past it, the one idle for longest is closed. */
  readonly openAccounts?: number
}

/** What one processor account has of its own, so that no account's trouble is another's. */
interface Lane {
  readonly baseUrl: string
  readonly send: Transport
  readonly close: () => Promise<void>
  readonly slots: Slots
  readonly circuit: Circuit
}

/** A runner with no connection open yet. */
export function createRunner(options: RunnerOptions): Runner {
  const { clock, log, limits = {}, openAccounts = 1_000 } = options
  const circuitLimits = { ...defaultCircuitLimits, ...options.circuit }
  const concurrent = limits.concurrent ?? 64
  /** By account id, the least recently used first. */
  const lanes = new Map<string, Lane>()
  const underway = new Set<Promise<unknown>>()
  const closings = new Set<Promise<void>>()
  let closed = false

  function openLane(account: RunnerAccount): Lane {
    const { send, close } =
      options.transport === undefined
        ? openConnection(account.baseUrl, {
            connections: concurrent,
            connectTimeoutMs: options.connectTimeoutMs ?? 5_000,
            maxBodyBytes: options.maxBodyBytes ?? 1_048_576,
            ...(options.ca === undefined ? {} : { ca: options.ca }),
          })
        : { send: options.transport, close: async () => {} }
    return {
      baseUrl: account.baseUrl,
      send,
      close,
      slots: createSlots({ concurrent, waiting: limits.waiting ?? 256 }),
      circuit: createCircuit(clock, circuitLimits),
    }
  }

  function laneOf(account: RunnerAccount): Lane {
    const found = lanes.get(account.id)
    lanes.delete(account.id)
    if (found?.baseUrl === account.baseUrl) {
      lanes.set(account.id, found)
      return found
    }
    if (found !== undefined) retire(found)
    if (lanes.size >= openAccounts) retireOldestIdle()
    const lane = openLane(account)
    lanes.set(account.id, lane)
    return lane
  }

  function retireOldestIdle(): void {
    for (const [id, lane] of lanes) {
      if (lane.slots.inUse > 0 || lane.circuit.state !== 'closed') continue
      lanes.delete(id)
      retire(lane)
      return
    }
  }

  function retire(lane: Lane): void {
    const closing = lane.close().finally(() => closings.delete(closing))
    closings.add(closing)
  }

  async function run<Ask, Reply extends { readonly outcome: string }>(
    account: RunnerAccount,
    operation: Operation<Ask, Reply>,
    ask: Ask,
    deadlineMs: number,
  ): Promise<Reply | NotSent | Unknown> {
    if (closed) return notSent('the server is shutting down')
    const at = clock.now()
    let lane: Lane
    let request: HttpRequest
    try {
      lane = laneOf(account)
      request = operation.request(ask, account)
    } catch (error) {
      return notSent(`the request could not be written: ${messageOf(error, account)}`)
    }
    const carried = await carry(lane, request, account, deadlineMs)
    const answer = 'outcome' in carried ? carried : read(operation, carried, ask, account)
    const safe = withoutQuotes(answer, account)
    log?.({
      at,
      processor: account.processor,
      accountId: account.id,
      method: request.method,
      path: redactPath(request.path, account.credentials),
      ...('outcome' in carried ? {} : { status: carried.status }),
      durationMs: clock.now().getTime() - at.getTime(),
      outcome: safe.outcome,
      ...(isReason(safe) ? { reason: safe.reason } : {}),
    })
    return safe
  }

  return {
    ask(account, operation, ask, { deadlineMs = 30_000 } = {}) {
      const asking = run(account, operation, ask, deadlineMs).finally(() => underway.delete(asking))
      underway.add(asking)
      return asking
    },
    health(accountId) {
      const lane = lanes.get(accountId)
      return {
        circuit: lane?.circuit.state ?? 'closed',
        inFlight: lane?.slots.inUse ?? 0,
        waiting: lane?.slots.waiting ?? 0,
        recent: lane?.circuit.recent ?? { asked: 0, failed: 0 },
      }
    },
    async close() {
      closed = true
      await Promise.allSettled(underway)
      for (const lane of lanes.values()) retire(lane)
      lanes.clear()
      await Promise.all(closings)
    },
  }
}

/**
 * Waits for a place in the lane, then sends. Half the time may go by waiting and no more: what is sent
 * with no time left to hear the answer only makes unknowns.
 */
async function carry(
  lane: Lane,
  request: HttpRequest,
  account: RunnerAccount,
  deadlineMs: number,
): Promise<HttpResponse | NotSent | Unknown> {
  if (lane.circuit.state === 'open') return circuitOpen(account)
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), deadlineMs)
  try {
    const place = await lane.slots.take(deadlineMs / 2)
    if (place === 'full') return notSent('too many asks are waiting for this account')
    if (place === 'expired') return notSent('no connection was free in half the time there was')
    try {
      return await send(lane, request, account, deadline.signal)
    } finally {
      lane.slots.give()
    }
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Sends over the lane, if its circuit lets it. For the circuit an ask fails when no whole answer came
 * or the processor reported a fault of its own (5xx); a decline is a healthy processor.
 */
async function send(
  lane: Lane,
  request: HttpRequest,
  account: RunnerAccount,
  signal: AbortSignal,
): Promise<HttpResponse | NotSent | Unknown> {
  const permit = lane.circuit.admit()
  if (permit === undefined) return circuitOpen(account)
  try {
    const response = await lane.send(request, account, signal)
    permit.settle(response.status < 500)
    return response
  } catch (error) {
    permit.settle(false)
    const reason = messageOf(error, account)
    return error instanceof NeverSent ? notSent(reason) : { outcome: 'unknown', reason }
  }
}

function read<Ask, Reply>(
  operation: Operation<Ask, Reply>,
  response: HttpResponse,
  ask: Ask,
  account: RunnerAccount,
): Reply | Unknown {
  try {
    return operation.response(response, ask, account)
  } catch (error) {
    return {
      outcome: 'unknown',
      reason: `the answer could not be read (HTTP ${response.status}): ${messageOf(error, account)}`,
    }
  }
}

/** Processors quote what they refuse, and their words are stored: what they say is kept without card data. */
function withoutQuotes<Reply extends { readonly outcome: string }>(
  answer: Reply,
  { credentials }: RunnerAccount,
): Reply {
  if (isReason(answer)) return { ...answer, reason: redact(answer.reason, credentials) }
  return isDecline(answer)
    ? { ...answer, processorCode: redact(answer.processorCode, credentials) }
    : answer
}

function notSent(reason: string): NotSent {
  return { outcome: 'not_sent', reason }
}

function circuitOpen(account: RunnerAccount): NotSent {
  return notSent(`the circuit to ${account.processor} is open after repeated failures`)
}

function messageOf(error: unknown, account: RunnerAccount): string {
  return redact(error instanceof Error ? error.message : String(error), account.credentials)
}

function isDecline(answer: { readonly outcome: string }): answer is Declined {
  return answer.outcome === 'declined'
}

function isReason(answer: { readonly outcome: string }): answer is NotSent | Unknown {
  return answer.outcome === 'not_sent' || answer.outcome === 'unknown'
}
