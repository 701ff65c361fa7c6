import multipart from '@fastify/multipart'
import {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
} from 'fastify'
import { newId, Problem } from '../kernel/index.ts'
import type { Api, ApiDeps } from './api.ts'
import { openBudgets } from './budgets.ts'
import { decodeJson, decodeText } from './decode.ts'
import { serveDocs } from './docs/routes.ts'
import type { Endpoint } from './endpoint.ts'
import { type Kind, kindsByTable } from './kinds.ts'
import { refuseNonsense } from './not-http.ts'
import { refuse } from './refusals.ts'
import { problemReply } from './reply.ts'
import { logRequest, safeError, safePath } from './request-log.ts'
import { send } from './send.ts'
import { admit, serve } from './serve.ts'
import { takeNotifications } from './unkeyed/notifications.ts'
import { receivePayers } from './unkeyed/payer-return.ts'
import { showReceipts } from './unkeyed/receipt.ts'
import { latestVersion } from './versions.ts'

/** What the API is made of: its endpoints, and how each table's rows look on the wire. */
export interface Resources {
  readonly endpoints: readonly Endpoint[]
  readonly kinds: readonly Kind[]
}

const bodyLimit = 1_048_576

/** An HTTP server of these resources, not listening yet. */
export function buildServer(deps: ApiDeps, { endpoints, kinds }: Resources): FastifyInstance {
  const api: Api = { ...deps, kinds: kindsByTable(kinds) }
  const server = fastify({
    bodyLimit,
    logger: false,
    exposeHeadRoutes: false,
    // A draining server answers what still comes over open connections instead of a 503 of another shape.
    return503OnClosing: false,
    requestTimeout: 60_000,
    genReqId: () => newId('req'),
    routerOptions: { maxParamLength: 500, querystringParser: () => noQuery },
    // An address that cannot be decoded reaches no hook and no route.
    frameworkErrors(error, request, reply) {
      Object.assign(request, { caller: null, apiVersion: latestVersion })
      watch(api, request as FastifyRequest, reply as FastifyReply)
      void fail(api, error, request as FastifyRequest, reply as FastifyReply)
    },
    clientErrorHandler: refuseNonsense,
  })
  server.decorateRequest('caller', null)
  server.decorateRequest('apiVersion', latestVersion)
  server.register(multipart, { throwFileSizeLimit: true })
  readBodies(server)
  server.addHook('onRequest', (request, reply, done) => {
    watch(api, request, reply)
    done()
  })
  answerPreflights(server)
  serveDocs(server, endpoints, api.parts.publicUrl)
  takeNotifications(server, api)
  receivePayers(server, api)
  showReceipts(server, api)
  const budgets = openBudgets()
  for (const endpoint of endpoints) {
    const { method, path: url } = endpoint
    server.route({
      method,
      url,
      onRequest: admit(api, endpoint),
      handler: serve(api, budgets, endpoint),
    })
  }
  server.setNotFoundHandler((request, reply) =>
    fail(api, unrecognized(api, request), request, reply),
  )
  server.setErrorHandler((error, request, reply) => fail(api, error, request, reply))
  return server
}

const noQuery = {}

/** Logs a request when it is over. */
function watch(api: Api, request: FastifyRequest, reply: FastifyReply): void {
  const startedAt = performance.now()
  // `close` comes exactly once, whether the answer was sent or the caller hung up before.
  reply.raw.once('close', () => {
    logRequest(api.log, {
      requestId: request.id,
      method: request.method,
      url: request.url,
      status: reply.raw.writableFinished ? reply.raw.statusCode : 499,
      ms: performance.now() - startedAt,
      caller: request.caller ?? undefined,
    })
  })
}

/**
 * Lets pages of any origin call the API from a payer's browser. Keys come in a header and never in a cookie,
 * so there is nothing of the payer's for a page to misuse.
 */
function answerPreflights(server: FastifyInstance): void {
  const headers = {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, POST, DELETE',
    'access-control-allow-headers':
      'authorization, content-type, idempotency-key, stripe-account, stripe-version',
    'access-control-max-age': '300',
  }
  server.options('/v1/*', (_request, reply) => reply.code(204).headers(headers).send())
}

/** Bodies are decoded as they come; the endpoint's schema says later what they may hold. */
function readBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers()
  const decoders = {
    'application/x-www-form-urlencoded': decodeText,
    'application/json': decodeJson,
  }
  for (const [type, decode] of Object.entries(decoders)) {
    server.addContentTypeParser<string>(type, { parseAs: 'string' }, (_request, body, done) => {
      try {
        done(null, decode(body))
      } catch (error) {
        done(error as Error)
      }
    })
  }
}

/** Answers an error, whoever threw it: a refusal as such, anything else as ours, logged once. */
async function fail(
  api: Api,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const problem = error instanceof Problem ? error : asProblem(error)
  if (problem.code === 'internal_error') {
    const path = safePath(request.url)
    api.log.error({ err: safeError(error), request: request.id, method: request.method, path })
  }
  const pathParams = Object.keys((request.params ?? {}) as object)
  const answer = await problemReply(problem, { publicUrl: api.parts.publicUrl, pathParams })
  return send(request, reply, answer)
}

function asProblem(error: unknown): Problem {
  const { statusCode, code } = error as Partial<FastifyError>
  if (statusCode === 413 || code === 'FST_REQ_FILE_TOO_LARGE') {
    return refuse('body_invalid', `Invalid request body: it is too large.`)
  }
  if (statusCode === 415) {
    return refuse(
      'body_invalid',
      'Invalid content type: send application/x-www-form-urlencoded or application/json.',
    )
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return refuse('body_invalid', 'Invalid request: it is not HTTP as this server understands it.')
  }
  return refuse(
    'internal_error',
    'An unexpected error occurred on our side. It has been recorded under the id in the Request-Id header.',
  )
}

function unrecognized(api: Api, { method, url }: FastifyRequest): Problem {
  return refuse(
    'url_unrecognized',
    `Unrecognized request URL (${method}: ${safePath(url)}). Please see ${api.parts.publicUrl}/docs.`,
  )
}
