import type { Row, TableName } from '../db/index.ts'
import { Problem } from '../kernel/index.ts'
import { type Shown, shown } from '../tenants/index.ts'
import type { Plan } from './expand.ts'
import type { StoredResult } from './idempotency.ts'
import { kindOf } from './kinds.ts'
import { render } from './render.ts'
import { okReply, problemReply, type Reply, type Telling } from './reply.ts'
import type { Rendering } from './row-cache.ts'
import { rowsById } from './rows-store.ts'

/** The answer of a finished request, told again: as it was sent, or rendered now if its server died first. */
export async function storedAnswer(
  stored: Row<'idempotent_requests'>,
  rendering: Rendering,
  plan: Plan,
  telling: Telling,
): Promise<Reply> {
  const replayOf = stored.request_id
  if (stored.body !== null && stored.status !== null) {
    return { status: stored.status, body: stored.body, kept: true, replayOf }
  }
  const result = stored.result as StoredResult | null
  if (result === null) throw new Error(`Request ${replayOf} is done and has no answer.`)
  if ('problem' in result) {
    const problem = await problemOf(result.problem, rendering)
    return { ...(await problemReply(problem, telling)), kept: true, replayOf }
  }
  const [wire] = await render(rendering, [await load(rendering, result)], plan)
  if (wire === undefined) throw new Error(`Nothing to show of ${result.table}.`)
  return { ...okReply(wire), kept: true, replayOf }
}

type StoredProblem = Extract<StoredResult, { problem: unknown }>['problem']

/** Rows in its details are stored as references: they are shown as they now are. */
async function problemOf(
  { code, message, param, details = {} }: StoredProblem,
  rendering: Rendering,
): Promise<Problem> {
  const fields: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(details)) {
    fields[name] = isReference(value) ? await load(rendering, value) : value
  }
  return new Problem(code, message, param === undefined ? fields : { ...fields, param })
}

async function load(
  { kinds, reader }: Rendering,
  { table, id }: { table: string; id: string },
): Promise<Shown> {
  const [row] = await rowsById(reader, kindOf(kinds, table as TableName), [id])
  if (row === undefined) throw new Error(`A stored answer shows ${id}, which is not in ${table}.`)
  return shown(table as TableName, row)
}

function isReference(value: unknown): value is { table: string; id: string } {
  return typeof value === 'object' && value !== null && 'table' in value && 'id' in value
}
