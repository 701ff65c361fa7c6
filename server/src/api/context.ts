import type { Scope } from '../db/index.ts'
import type { PaymentContext } from '../payments/index.ts'
import type { Caller, Context, Directory } from '../tenants/index.ts'
import type { Vault } from '../vault/index.ts'
import type { WebhookVerbs } from './api.ts'

/** Whose work an endpoint does: a merchant's, a PSP's own, or the operator's. */
export type Level = Caller['as']

/** What every handler knows of its request. */
interface RequestFacts<L extends Level> {
  readonly caller: Extract<Caller, { as: L }>
  /** `req_…`, as the answer's header says it. */
  readonly requestId: string
  /** The version this caller speaks; compare its date: `apiVersion < '2022-11-15'`. */
  readonly apiVersion: string
  /** Whose rows `queries` sees. */
  readonly scope: Scope
  /** A payer's browser asks, with a publishable key. */
  readonly isBrowser: boolean
  readonly ip: string
  readonly userAgent: string | null
  readonly directory: Directory
  readonly vault: Vault
  readonly webhooks: WebhookVerbs
  /** Whether a search was asked to count all it finds. */
  readonly countTotal: boolean
  /** Signs what goes out and must come back unchanged, such as the place in a search. */
  sign(text: string): string
}

/** What a merchant's endpoint works with: the context every verb takes, and what is known of the request. */
export interface MerchantContext extends PaymentContext, RequestFacts<'merchant'> {}

/** The same for a PSP's own endpoints, which are about no one merchant. */
export interface PspContext extends Omit<Context, 'tenant'>, RequestFacts<'psp'> {}

/** The same for an operator's endpoints. Its queries see every PSP. */
export interface OperatorContext extends Omit<Context, 'tenant'>, RequestFacts<'operator'> {}

/** The context of an endpoint that these levels may call; `caller.as` tells which one did. */
export type ContextOf<L extends Level> = L extends 'merchant'
  ? MerchantContext
  : L extends 'psp'
    ? PspContext
    : OperatorContext

export type AnyContext = ContextOf<Level>
