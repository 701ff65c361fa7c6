import type { FastifyInstance } from 'fastify'
import type { ApiDeps } from './api.ts'
import { resources } from './resources/index.ts'
import { buildServer, type Resources } from './server.ts'

export type { ApiDeps } from './api.ts'
export { eventBodies } from './event-body.ts'
export { refuseNonsense } from './not-http.ts'
export { safeError } from './request-log.ts'

/**
 * The HTTP API, not listening yet: `await createApi(deps).listen({ port })`.
 * @param what other resources than ours, for tests of the core
 */
export function createApi(deps: ApiDeps, what: Resources = resources): FastifyInstance {
  return buildServer(deps, what)
}
