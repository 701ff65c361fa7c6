import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify'
import { actFor, authenticate, type Caller } from '../tenants/index.ts'
import { requireAccess, requireClientSecret } from './access.ts'
import type { Api } from './api.ts'
import { readApiKey } from './api-key.ts'
import type { Budgets } from './budgets.ts'
import { decodeText, type RawInput } from './decode.ts'
import type { Endpoint } from './endpoint.ts'
import { planExpansion } from './expand.ts'
import { fingerprint, type KeyedRequest, readKey } from './idempotency.ts'
import { inputProblem } from './input-problems.ts'
import { noSuch, refuse } from './refusals.ts'
import type { Reply } from './reply.ts'
import { send } from './send.ts'
import { readMultipart } from './uploads.ts'
import { familyOf, readVersion } from './versions.ts'
import { openWork, type Work } from './work.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null until that is known. */
    caller: Caller | null
    apiVersion: string
  }
}

/** The check before a request's body is read: who asks, and whether this endpoint is for them. */
export function admit(api: Api, endpoint: Endpoint) {
  return async (request: FastifyRequest): Promise<void> => {
    const { headers } = request
    request.caller = await authenticate(api.parts.directory, {
      keyText: readApiKey(headers.authorization),
      // Newer clients name the account they act for in Stripe-Context.
      stripeAccount: text(headers['stripe-account'] ?? headers['stripe-context']),
      now: api.clock.now(),
    })
    request.apiVersion = readVersion(text(headers['stripe-version']))
    // A PSP that may name its merchant in the body is let in when it has.
    if (request.caller.as !== 'psp' || endpoint.actsFor === undefined) {
      requireAccess(request.caller, endpoint)
    }
  }
}

/** An endpoint as Fastify runs it, for a request that was admitted. */
export function serve(api: Api, budgets: Budgets, endpoint: Endpoint): RouteHandlerMethod {
  return async (request, reply): Promise<FastifyReply> => {
    if (request.caller === null) throw new Error(`${endpoint.path} was reached by nobody.`)
    const leave = budgets.enter(request.caller)
    try {
      return send(request, reply, await answer(api, endpoint, request))
    } finally {
      leave()
    }
  }
}

async function answer(api: Api, endpoint: Endpoint, request: FastifyRequest): Promise<Reply> {
  const raw = await rawInput(endpoint, request)
  const parsed = endpoint.read(raw)
  if (!parsed.success) throw inputProblem(parsed.error, raw)
  const { expand, client_secret, ...input } = parsed.data as Record<string, unknown>
  const params = request.params as Readonly<Record<string, string>>
  refuseUnspeakable(endpoint, params)
  const caller = await actingCaller(api, endpoint, request, input)
  const work = begin(
    api,
    endpoint,
    request,
    caller,
    (expand ?? []) as readonly string[],
    parsed.data,
  )
  try {
    if (caller.kind === 'publishable' && endpoint.access.publishable === 'client_secret') {
      await requireClientSecret(work.ctx, endpoint, params, client_secret as string | undefined)
    }
    const given = { params, query: input, body: input } as Parameters<Endpoint['handle']>[1]
    return await work.finish(await endpoint.handle(work.ctx, given))
  } catch (error) {
    return work.fail(error)
  }
}

/**
 * Who asks, once the body is read: a PSP that names its merchant there acts for it from here on.
 * @throws {Problem} `account_required`; `resource_missing` for a merchant it does not have
 */
async function actingCaller(
  api: Api,
  endpoint: Endpoint,
  request: FastifyRequest,
  input: Readonly<Record<string, unknown>>,
): Promise<Caller> {
  const { caller } = request
  if (caller === null) throw new Error(`${endpoint.path} was reached by nobody.`)
  if (caller.as !== 'psp' || endpoint.actsFor === undefined) return caller
  const named = endpoint.actsFor(input as never)
  const acting = named && (await actFor(api.parts.directory, caller, named.id, api.clock.now()))
  if (named !== undefined && acting === undefined) {
    throw noSuch(named.object, named.id, named.param)
  }
  requireAccess(acting ?? caller, endpoint)
  request.caller = acting ?? caller
  return request.caller
}

function begin(
  api: Api,
  endpoint: Endpoint,
  request: FastifyRequest,
  caller: Caller,
  expand: readonly string[],
  input: unknown,
): Work {
  const { method, apiVersion, id: requestId, ip, headers } = request
  const path = pathOf(request.url)
  const key = method === 'POST' ? readKey(text(headers['idempotency-key'])) : undefined
  return openWork(api, {
    ...{ endpoint, caller, requestId, apiVersion, path, ip },
    idempotencyKey: key ?? null,
    userAgent: headers['user-agent'] ?? null,
    pathParams: Object.keys(request.params as object),
    ...planExpansion(expand, endpoint.returns, api.kinds),
    keyed:
      key === undefined
        ? undefined
        : keyedRequest(api, caller, requestId, key, [
            method,
            path,
            caller.kind === 'publishable',
            familyOf(apiVersion),
            input,
          ]),
  })
}

function keyedRequest(
  api: Api,
  caller: Caller,
  requestId: string,
  key: string,
  asked: readonly unknown[],
): KeyedRequest {
  return {
    ownerId: ownerOf(caller),
    level: caller.as,
    livemode: caller.livemode,
    key,
    fingerprint: fingerprint(api.signingKey, asked),
    requestId,
    at: api.clock.now(),
  }
}

/** Whose idempotency keys a caller uses. A PSP's calls of its own may write rows of either mode. */
function ownerOf(caller: Caller): string {
  switch (caller.as) {
    case 'merchant':
      return caller.merchant.id
    case 'psp':
      return `${caller.psp.id}:${caller.livemode ? 'live' : 'test'}`
    case 'operator':
      return 'operator'
  }
}

async function rawInput(endpoint: Endpoint, request: FastifyRequest): Promise<RawInput> {
  const query = queryOf(request.url)
  const body = request.isMultipart()
    ? await multipart(endpoint, request)
    : ((request.body ?? undefined) as RawInput | undefined)
  if (query === '') return body ?? {}
  return body === undefined ? decodeText(query) : { ...decodeText(query), ...body }
}

function multipart({ uploads }: Endpoint, request: FastifyRequest): Promise<RawInput> {
  if (uploads === undefined) {
    throw refuse(
      'body_invalid',
      'Invalid content type: this endpoint takes application/x-www-form-urlencoded or application/json.',
    )
  }
  return readMultipart(request, uploads)
}

/** An id with characters no id has names nothing; a database would not even take the question. */
function refuseUnspeakable({ path }: Endpoint, params: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(params)) {
    if (!/^[\x20-\x7e]{1,255}$/.test(value)) {
      throw refuse('resource_missing', `No such ${name} in ${path}.`, { param: name })
    }
  }
}

const text = (header: string | string[] | undefined) =>
  Array.isArray(header) ? header.join(',') : header

function pathOf(url: string): string {
  const mark = url.indexOf('?')
  return mark < 0 ? url : url.slice(0, mark)
}

function queryOf(url: string): string {
  const mark = url.indexOf('?')
  return mark < 0 ? '' : url.slice(mark + 1)
}
