import { type Change, type Committer, type Database, write } from '../db/index.ts'
import { type Clock, type Json, Problem } from '../kernel/index.ts'
import { type Context, isShown, type Result, type Tenant } from './context.ts'
import type { Directory } from './directory.ts'
import { findRequest } from './requests-store.ts'

/** What the context of work nobody waits for is made of. */
export interface JobParts {
  readonly clock: Clock
  readonly database: Pick<Database, 'tenant' | 'system'>
  readonly committer: Pick<Committer, 'commit'>
  readonly directory: Directory
}

/**
 * The tenant a row belongs to.
 * @throws {Error} when its merchant or PSP is gone, which the database's keys do not allow
 */
export async function tenantOfRow(
  { directory, clock }: JobParts,
  { merchant_id, livemode }: { merchant_id: string; livemode: boolean },
): Promise<Tenant> {
  const now = clock.now()
  const merchant = await directory.merchant(merchant_id, now)
  const psp = merchant && (await directory.psp(merchant.psp_id, now))
  if (merchant === undefined || psp === undefined) throw new Error(`${merchant_id} is gone.`)
  return { psp, merchant, livemode }
}

/**
 * A context for work nobody is waiting for. When the request that began it was lost with its server,
 * the result is left where a repeat of that request finds it.
 *
 * @param requestKey the Idempotency-Key of that request
 */
export function jobContext(parts: JobParts, tenant: Tenant, requestKey: string | null): Context {
  const { clock, database, committer } = parts
  const owner = { merchantId: tenant.merchant.id, livemode: tenant.livemode }
  const commit = (change: Change) => committer.commit(change)
  return {
    clock,
    tenant,
    queries: database.tenant(owner),
    origin: { requestId: null, idempotencyKey: requestKey },
    commit,
    async conclude(change, result) {
      const request =
        requestKey === null ? undefined : await findRequest(database.system, owner, requestKey)
      if (request?.state !== 'in_progress') return commit(change)
      const done = write('idempotent_requests', {
        ...request,
        version: request.version + 1,
        state: 'done',
        result: resultJson(result),
      })
      return commit({ ...change, replaces: [...change.replaces, done] })
    },
  }
}

/** How a request that died ended, for its repeat: the object, or the refusal with the objects it names. */
function resultJson(result: Result): Json {
  if (!(result instanceof Problem)) return { table: result.table, id: idOf(result) }
  const details = Object.entries(result.details).map(([name, value]): [string, Json] => [
    name,
    isShown(value) ? { table: value.table, id: idOf(value) } : (value as Json),
  ])
  return {
    problem: {
      code: result.code,
      message: result.message,
      ...(result.param === undefined ? {} : { param: result.param }),
      details: Object.fromEntries(details),
    },
  }
}

function idOf({ table, row }: Extract<Result, { table: string }>): string {
  if (!('id' in row) || row.id === null) throw new Error(`A row of ${table} has no id.`)
  return row.id
}
