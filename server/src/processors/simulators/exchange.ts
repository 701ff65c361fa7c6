import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FaultRule, Faults } from './faults.ts'
import type { OpenSimulator, Route } from './simulator.ts'
import { type WireAnswer, wireRequest } from './wire.ts'

const longestSilenceMs = 120_000

/** Connections nobody will be answered on; to be closed with the server. */
export type Silence = Set<() => void>

/**
 * Serves one route of a simulator: asks the dice what goes wrong, does what is asked unless that is
 * what goes wrong, and tells the caller, or not. What a fault does to an answer happens on the wire
 * only: the book and the stored idempotent answer stay true.
 */
export function serve(
  { dialect }: OpenSimulator,
  { operation, handle }: Route,
  faults: Faults,
  prefix: string,
  silence: Silence,
) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const asked = wireRequest(request, prefix)
    if (operation === undefined) return send(reply, await handle(asked))
    const rule = faults.next(typeof operation === 'string' ? operation : operation(asked))
    switch (rule?.fault) {
      case 'timeout_before':
        return keepSilent(request, reply, silence)
      case 'drop_before':
        return drop(request, reply)
      case 'error_before':
        return send(reply, dialect.failure(500, asked))
      case 'conflict':
        return send(reply, dialect.failure(409, asked))
      case 'rate_limit':
        return send(reply, dialect.failure(429, asked))
    }
    const answer = await dialect.around(asked, async () => {
      if (rule?.fault === 'slow') await pause(rule.ms)
      return handle(asked, declineCode(rule))
    })
    if (rule?.fault === 'timeout_after') return keepSilent(request, reply, silence)
    if (rule?.fault === 'drop_after') return drop(request, reply)
    return send(reply, distorted(answer, rule?.fault))

    function distorted(answer: WireAnswer, fault: FaultRule['fault'] | undefined): WireAnswer {
      switch (fault) {
        case 'error_after':
          return dialect.failure(500, asked)
        case 'truncate_after':
          return { ...answer, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) }
        case 'html_after':
          return { status: 200, headers: { 'content-type': 'text/html' }, body: strangePage }
        case 'wrong_amount':
          return dialect.falsify(answer, 'amount')
        case 'wrong_currency':
          return dialect.falsify(answer, 'currency')
        default:
          return answer
      }
    }
  }
}

const strangePage = '<!doctype html><title>Welcome</title><p>This network needs you to sign in.</p>'

function declineCode(rule: FaultRule | undefined): string | undefined {
  return rule?.fault === 'decline' ? (rule.code ?? 'generic_decline') : undefined
}

function send(reply: FastifyReply, answer: WireAnswer): FastifyReply {
  return reply.code(answer.status).headers(answer.headers).send(answer.body)
}

function drop(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack()
  request.raw.socket.destroy()
  return reply
}

/** Holds the connection until the caller gives up, the server closes, or two minutes have passed. */
function keepSilent(request: FastifyRequest, reply: FastifyReply, silence: Silence): FastifyReply {
  reply.hijack()
  const end = () => {
    clearTimeout(timer)
    silence.delete(end)
    request.raw.socket.destroy()
  }
  const timer = setTimeout(end, longestSilenceMs).unref()
  silence.add(end)
  reply.raw.once('close', end)
  return reply
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref())
