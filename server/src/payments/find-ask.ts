import type { Context } from '../tenants/index.ts'
import { findSetupAttempt } from './set-up-rows.ts'
import { find } from './store.ts'

/** Something asked of a processor: where, and by which request. */
export interface Ask {
  readonly processor_account_id: string
  /** The Idempotency-Key of the request that asked. */
  readonly request_key: string | null
}

const tables = { ch: 'attempts', mod: 'modifications', re: 'refunds' } as const

/** What one of our references names, among what this tenant has asked for; undefined when there is no such thing (yet). */
export async function findAsk(
  ctx: Pick<Context, 'queries' | 'tenant'>,
  id: string,
): Promise<Ask | undefined> {
  const prefix = id.slice(0, id.indexOf('_'))
  if (prefix === 'setatt') return findSetupAttempt(ctx, id)
  const table = (tables as Readonly<Record<string, (typeof tables)[keyof typeof tables]>>)[prefix]
  return table === undefined ? undefined : find(ctx, table, id)
}
