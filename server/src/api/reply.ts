import { type Problem, starred } from '../kernel/index.ts'
import { isShown, type Shown } from '../tenants/index.ts'
import type { ContentAnswer } from './answers.ts'
import type { WireObject } from './kinds.ts'
import { entryOf } from './problems.ts'
import { render } from './render.ts'
import type { Rendering } from './row-cache.ts'

/** What goes back to the caller. */
export interface Reply {
  readonly status: number
  readonly body: string
  /** Sent instead of the body, which is empty then. */
  readonly content?: ContentAnswer
  /** Kept under the request's idempotency key: asking again gets the same. */
  readonly kept?: boolean
  /** The first request with this key, when this is its answer once more. */
  readonly replayOf?: string
  readonly retry?: boolean
  /** Which budget was spent, of a refusal for want of one. */
  readonly limitedBy?: string
}

/** An object as text, printed as Stripe prints it. */
export function okReply(wire: WireObject): Reply {
  return { status: 200, body: print(wire) }
}

export function print(wire: WireObject): string {
  return JSON.stringify(wire, null, 2)
}

/** What a refusal needs to be told well: rendering for the objects it carries, once there is a caller. */
export interface Telling {
  readonly publicUrl: string
  /** Names of ids in the path: one that does not exist is 404, elsewhere an id is a wrong parameter. */
  readonly pathParams: readonly string[]
  readonly rendering?: Rendering
  /** Rows as they are about to be. */
  readonly known?: readonly Shown[]
}

/**
 * A refusal on the wire: `{ "error": { … } }` with Stripe's fields in its order.
 * @throws {Error} when the problem has a code no folder declares
 */
export async function problemReply(problem: Problem, telling: Telling): Promise<Reply> {
  const { status, type, code = problem.code, retry } = entryOf(problem.code)
  // Refusals quote what was sent, and are kept with their idempotency key.
  const error: Record<string, unknown> = { message: starred(problem.message), type }
  if (problem.param !== undefined) error['param'] = starred(problem.param)
  if (code !== null) {
    error['code'] = code
    error['doc_url'] = `${telling.publicUrl}/docs#error-${code}`
  }
  for (const [name, value] of Object.entries(problem.details)) {
    if (value === null || value === undefined || name === 'limited_by') continue
    error[name] = isShown(value) ? await showOne(value, telling) : value
  }
  const sorted = Object.fromEntries(Object.entries(error).sort(([a], [b]) => (a < b ? -1 : 1)))
  const limitedBy = problem.details['limited_by']
  return {
    status: code === 'resource_missing' && isInPath(problem, telling) ? 404 : status,
    body: print({ error: sorted }),
    ...(retry === undefined ? {} : { retry }),
    ...(typeof limitedBy === 'string' ? { limitedBy } : {}),
  }
}

function isInPath({ param }: Problem, { pathParams }: Telling): boolean {
  return param === 'id' || (param !== undefined && pathParams.includes(param))
}

async function showOne(shown: Shown, { rendering, known }: Telling): Promise<unknown> {
  if (rendering === undefined) throw new Error('A refusal before there is a caller carries a row.')
  const [wire] = await render(rendering, [shown], undefined, known)
  return wire
}
