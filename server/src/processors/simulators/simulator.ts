import type { Clock } from '../../kernel/index.ts'
import type { Sign } from './notifier.ts'
import type { Records } from './records.ts'
import type { Timers } from './timers.ts'
import type { WireAnswer, WireRequest } from './wire.ts'

/** A stand-in for a processor: its wire format and its behaviour. What it stands on is given to it. */
export interface Simulator {
  readonly name: string
  /** How its notifications are signed. */
  readonly sign: Sign
  open(stage: Stage): OpenSimulator
}

/** A simulator at work. */
export interface OpenSimulator {
  readonly routes: readonly Route[]
  readonly dialect: Dialect
  /** Everything it ever did for anybody, from its own truth. */
  book(): BookEntry[]
}

/** What a simulator stands on: shared by all, different for each. */
export interface Stage {
  readonly records: Records
  readonly timers: Timers
  readonly clock: Clock
  /** Sends a notification to the account's endpoint, if it has one. `id` is the notification's own. */
  notify(account: string, id: string, body: string): void
  /** Where browsers and servers find this simulator, without a slash at the end. */
  baseUrl(): string
  /** How long "later" is: a refund to settle, a dispute to come. */
  readonly laterMs: number
}

/** One endpoint of the processor's API. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** In Fastify's notation, as the processor documents it: `/v1/refunds/:id`. */
  readonly url: string
  /** What faults are aimed at; a page for browsers has none and never misbehaves. */
  readonly operation?: string | ((request: WireRequest) => string)
  /** @param decline the code to refuse with, when told to */
  handle(request: WireRequest, decline?: string): WireAnswer | Promise<WireAnswer>
}

/** How the processor words what every endpoint may answer. */
export interface Dialect {
  /** Authenticates, looks the idempotency key up, and executes if it must. */
  around(request: WireRequest, execute: () => Promise<WireAnswer>): Promise<WireAnswer>
  /** An error of this status in the processor's own words. */
  failure(status: 409 | 429 | 500, request: WireRequest): WireAnswer
  /** The same answer, naming another amount or another currency. */
  falsify(answer: WireAnswer, what: 'amount' | 'currency'): WireAnswer
}

/** A line of the book: what an outsider compares with what we believe. */
export interface BookEntry {
  readonly kind: 'authorize' | 'verify' | 'capture' | 'void' | 'refund' | 'increment'
  /** As the simulator names accounts: what the caller authenticates with. */
  readonly account: string
  /** Our reference; empty when none was sent. */
  readonly reference: string
  readonly processorReference: string
  /** The payment this belongs to. */
  readonly paymentReference: string
  /** In minor units as the processor counts them. */
  readonly amount: number
  readonly currency: string
  readonly status: 'succeeded' | 'declined' | 'pending' | 'requires_action' | 'failed' | 'canceled'
  /** An authorization whose money was taken at once: no capture follows. */
  readonly captured?: boolean
  readonly idempotencyKey?: string
}

export type { Sign }
