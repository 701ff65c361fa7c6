import { createHmac } from 'node:crypto'
import type { Change, Queries, Scope } from '../db/index.ts'
import { paymentTools } from '../payments/index.ts'
import { type Caller, type Context, type Result, tenantOf } from '../tenants/index.ts'
import type { Api } from './api.ts'
import type { AnyContext } from './context.ts'

/** What a request says of itself, besides its parameters. */
export interface RequestFacts {
  readonly caller: Caller
  readonly requestId: string
  readonly idempotencyKey: string | null
  readonly apiVersion: string
  readonly ip: string
  readonly userAgent: string | null
  readonly countTotal: boolean
}

/** The two ways to write, as a request keeps track of them. */
export interface Writing {
  commit(change: Change): Promise<void>
  conclude(change: Change, result: Result): Promise<void>
}

/** What the handler works with, made for one request. */
export function requestContext(api: Api, request: RequestFacts, writing: Writing): AnyContext {
  const { caller, requestId, apiVersion, ip, userAgent } = request
  const scope = scopeOf(caller)
  const facts = {
    clock: api.clock,
    caller,
    requestId,
    apiVersion,
    scope,
    queries: caller.as === 'operator' ? api.database.system : queriesOf(api, scope),
    isBrowser: caller.kind === 'publishable',
    origin: { requestId, idempotencyKey: request.idempotencyKey },
    ip,
    userAgent,
    countTotal: request.countTotal,
    directory: api.parts.directory,
    vault: api.parts.vault,
    webhooks: api.webhooks,
    sign: (text: string) => createHmac('sha256', api.signingKey).update(text).digest('base64url'),
    commit: writing.commit,
    conclude: writing.conclude,
  }
  if (caller.as !== 'merchant') return facts as AnyContext
  const ctx: Context = Object.assign(facts, { tenant: tenantOf(caller) })
  return Object.assign(ctx, paymentTools(ctx, api.parts)) as AnyContext
}

function scopeOf(caller: Caller): Scope {
  const { livemode } = caller
  switch (caller.as) {
    case 'operator':
      return { livemode }
    case 'psp':
      return { pspId: caller.psp.id, livemode }
    case 'merchant':
      return { pspId: caller.psp.id, merchantId: caller.merchant.id, livemode }
  }
}

const mostScopes = 2_000
const made = new WeakMap<Api['database'], Map<string, Queries>>()

/** A query builder knows no request, only its scope: made once and used by all requests of that scope. */
function queriesOf({ database }: Api, scope: Scope): Queries {
  const all = made.get(database) ?? new Map<string, Queries>()
  made.set(database, all)
  const name = `${scope.merchantId ?? scope.pspId}:${scope.livemode}`
  const found = all.get(name)
  if (found !== undefined) return found
  const queries = database.tenant(scope)
  if (all.size >= mostScopes) all.clear()
  all.set(name, queries)
  return queries
}
