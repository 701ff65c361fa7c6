import { type Change, ChangeRefused, CommitUnknown, type Row } from '../db/index.ts'
import { Problem } from '../kernel/index.ts'
import { type Result, type Shown, shown } from '../tenants/index.ts'
import { answerWire } from './answer-wire.ts'
import type { Answer } from './answers.ts'
import type { Api } from './api.ts'
import type { AnyContext } from './context.ts'
import type { Endpoint, Returns } from './endpoint.ts'
import type { Plan } from './expand.ts'
import { doneRow, isKeyRefusal, type KeyedRequest, KeyTaken, withKey } from './idempotency.ts'
import { findKeyed } from './idempotency-store.ts'
import type { Kind, ObjectType, WireObject } from './kinds.ts'
import { entryOf } from './problems.ts'
import { refuse } from './refusals.ts'
import { render } from './render.ts'
import { okReply, problemReply, type Reply, type Telling } from './reply.ts'
import { type RequestFacts, requestContext } from './request-context.ts'
import { safeError } from './request-log.ts'
import type { Rendering } from './row-cache.ts'
import { storedAnswer } from './stored-answer.ts'

/** A request that has passed its checks and is about to run. */
export interface WorkRequest extends RequestFacts {
  readonly endpoint: Endpoint
  readonly path: string
  readonly pathParams: readonly string[]
  readonly plan: Plan
  /** A POST with an Idempotency-Key. */
  readonly keyed: KeyedRequest | undefined
}

/** One request's handler at work: what it writes is kept track of, and its end becomes a reply. */
export interface Work {
  readonly ctx: AnyContext
  /** The reply to what the handler returned. */
  finish(answer: Answer): Promise<Reply>
  /** The reply to what it threw. @throws what is nobody's refusal but a bug */
  fail(error: unknown): Promise<Reply>
}

/**
 * Runs a request without asking first whether its idempotency key is new: the first change it writes claims
 * the key, and fails if somebody has it. So the usual request costs no read, and no two requests with one
 * key can both get past their first write.
 */
export function openWork(api: Api, request: WorkRequest): Work {
  const { keyed, plan } = request
  /** The version of the key's row that this request has written; 0 while it has written none. */
  let written = 0
  let concluded: { reply: Reply; wire: WireObject | undefined } | undefined

  async function commit(change: Change, reply?: Reply): Promise<void> {
    try {
      await api.committer.commit(
        keyed === undefined ? change : withKey(change, keyed, written, reply),
      )
    } catch (error) {
      throw isKeyRefusal(error) ? new KeyTaken('The key is taken.', { cause: error }) : error
    } finally {
      api.parts.directory.forget(change)
    }
    written += 1
  }

  async function conclude(change: Change, result: Result): Promise<void> {
    if (concluded !== undefined) throw new Error(`Request ${request.requestId} concluded twice.`)
    const known = rowsOf(change)
    if (result instanceof Problem) {
      const reply = { ...(await tell(result, known)), kept: true }
      await commit(change, reply)
      concluded = { reply, wire: undefined }
    } else {
      const [wire] = await render(rendering, [result], plan, known)
      if (wire === undefined) throw new Error(`Nothing to show of ${result.table}.`)
      const reply = { ...okReply(wire), kept: true }
      await commit(change, reply)
      concluded = { reply, wire }
    }
  }

  /** Keeps a reply that comes without a change of its own. */
  async function keep(reply: Reply): Promise<Reply> {
    if (keyed === undefined) return reply
    const kept = { ...reply, kept: true }
    const nothing = { inserts: [], replaces: [], entries: [] }
    await commit({ merchantId: keyed.ownerId, livemode: keyed.livemode, ...nothing }, kept)
    return kept
  }

  /** The answer of whoever has the key. */
  async function replay(keyed: KeyedRequest): Promise<Reply> {
    return retell(doneRow(await findKeyed(api.database, keyed), keyed))
  }

  async function retell(stored: Row<'idempotent_requests'>): Promise<Reply> {
    const { replayOf, ...reply } = await storedAnswer(stored, rendering, plan, telling)
    // Our own row can come back to us, when the connection was lost just as it was written.
    return replayOf === request.requestId ? reply : { ...reply, replayOf: stored.request_id }
  }

  function tell(problem: Problem, known: readonly Shown[] = []): Promise<Reply> {
    return problemReply(problem, { ...telling, known })
  }

  async function refuseWith(problem: Problem): Promise<Reply> {
    const reply = await tell(problem)
    if (keyed === undefined) return reply
    // A repeat of what has been done is refused for having been done: it gets the first answer instead.
    const stored = written === 0 ? await findKeyed(api.database, keyed) : undefined
    if (stored !== undefined) return retell(doneRow(stored, keyed))
    return entryOf(problem.code).passing ? reply : keep(reply)
  }

  async function failWith(error: unknown): Promise<Reply> {
    if (error instanceof KeyTaken && keyed !== undefined) return replay(keyed)
    if (error instanceof Problem) return refuseWith(error)
    if (error instanceof ChangeRefused && error.refusal === 'stale') {
      return refuseWith(refuse('lock_timeout', busy, { cause: error }))
    }
    if (error instanceof CommitUnknown) {
      return tell(refuse('unknown_outcome', unknownOutcome, { cause: error }))
    }
    throw error
  }

  const ctx = requestContext(api, request, { commit: (change) => commit(change), conclude })
  const rendering: Rendering = {
    kinds: api.kinds,
    reader: ctx,
    apiVersion: request.apiVersion,
    now: api.clock.now(),
    publicUrl: api.parts.publicUrl,
    isBrowser: ctx.isBrowser,
    look: lookOf(request.endpoint.returns),
  }
  const telling: Telling = {
    publicUrl: api.parts.publicUrl,
    pathParams: request.pathParams,
    rendering,
  }

  return {
    ctx,
    async finish(answer) {
      if (concluded !== undefined) {
        const { reply, wire } = concluded
        if ('answer' in answer && answer.answer === 'deleted') {
          return okReply(await answerWire(answer, rendering, request))
        }
        return 'answer' in answer && answer.answer === 'revealing'
          ? { ...reply, ...okReply({ ...wire, ...answer.once }) }
          : reply
      }
      if ('answer' in answer && answer.answer === 'content') {
        return { status: 200, body: '', content: answer }
      }
      const reply = okReply(await answerWire(answer, rendering, request))
      return written > 0 ? keep(reply) : reply
    },
    async fail(error) {
      if (concluded !== undefined) {
        // What was asked is done and its answer stored: what went wrong afterwards is ours to look at.
        if (!(error instanceof Problem)) {
          const { requestId } = request
          api.log.error(
            { err: safeError(error), request: requestId },
            'failed after its conclusion',
          )
        }
        return concluded.reply
      }
      try {
        return await failWith(error)
      } catch (second) {
        if (second instanceof KeyTaken && keyed !== undefined) return replay(keyed)
        throw second
      }
    },
  }
}

/** The rows as they will be once a change is made; an entry gets its place in the book only then. */
function rowsOf({ inserts, replaces, entries }: Change): Shown[] {
  const posted = entries.map(({ row }) => shown('journal_entries', { ...row, seq: 0n }))
  return [...inserts, ...replaces, ...posted]
}

/** What an endpoint answers with, when that is the row of a table. */
function lookOf(returns: Returns): Kind | undefined {
  const [type] = Object.values(returns) as ObjectType[]
  return type !== undefined && 'table' in type ? (type as Kind) : undefined
}

const busy =
  'This object cannot be accessed right now because another API request or process is currently accessing it. If you see this error intermittently, retry the request. If you see this error frequently and are making multiple concurrent requests to a single object, make your requests serially or at a lower rate.'

const unknownOutcome =
  'The outcome of this request is not known yet. Repeat it with the same Idempotency-Key to learn what became of it.'
