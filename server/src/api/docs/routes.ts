import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Endpoint } from '../endpoint.ts'
import { describeApi } from './openapi.ts'
import { docsPage } from './page.ts'

/** The page loads its own style sheet and nothing else, and nobody may frame it. */
const headers = {
  'cache-control': 'public, max-age=60',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** Serves the API's description: `/openapi.json` for machines, `/docs` for people. */
export function serveDocs(
  server: FastifyInstance,
  endpoints: readonly Endpoint[],
  publicUrl: string,
): void {
  const api = describeApi(endpoints, publicUrl)
  const files = {
    '/openapi.json': { type: 'application/json', text: JSON.stringify(api, null, 2) },
    '/docs': { type: 'text/html', text: docsPage(api) },
    '/docs/style.css': {
      type: 'text/css',
      text: readFileSync(join(import.meta.dirname, 'style.css'), 'utf8'),
    },
  }
  // Whoever opens the address in a browser wants to know what it is.
  server.get('/', (_request, reply) => reply.redirect('/docs'))
  for (const [path, { type, text }] of Object.entries(files)) {
    server.get(path, (_request, reply) =>
      reply.headers({ ...headers, 'content-type': `${type}; charset=utf-8` }).send(text),
    )
  }
}
