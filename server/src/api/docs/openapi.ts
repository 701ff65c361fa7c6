import type { Endpoint, Returns } from '../endpoint.ts'
import { latestVersion } from '../versions.ts'
import {
  answerSchema,
  errorSchema,
  inputSchema,
  objectSchemas,
  reference,
  type Schema,
} from './schemas.ts'

/** One operation, as the document has it. */
export interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly tags: readonly string[]
  readonly parameters: readonly Schema[]
  readonly requestBody?: { readonly required: boolean; readonly content: Schema }
  readonly responses: Schema
  /** Who may call it: what tests of access are made from. */
  readonly 'x-switchyard-access': {
    readonly resource: string
    readonly verb: 'read' | 'write'
    readonly publishable: boolean | 'client_secret'
    readonly levels: readonly string[]
  }
}

/** The parts of an OpenAPI 3.1 document that ours has. */
export interface OpenApi {
  readonly openapi: '3.1.0'
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly servers: readonly { readonly url: string }[]
  readonly security: readonly Schema[]
  readonly tags: readonly { readonly name: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly securitySchemes: Schema; readonly schemas: Schema }
}

/** Describes an API from the declarations it runs on. */
export function describeApi(endpoints: readonly Endpoint[], publicUrl: string): OpenApi {
  const paths: Record<string, Record<string, Operation>> = {}
  for (const endpoint of endpoints) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}')
    const methods = paths[path] ?? {}
    methods[endpoint.method.toLowerCase()] = operation(endpoint)
    paths[path] = methods
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Switchyard',
      version: latestVersion,
      description: "Stripe's conventions and objects; every official Stripe client works with it.",
    },
    servers: [{ url: publicUrl }],
    security: [{ bearer: [] }, { basic: [] }],
    tags: [...new Set(endpoints.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        basic: { type: 'http', scheme: 'basic', description: 'The key as user name.' },
      },
      schemas: {
        ...objectSchemas(endpoints),
        ...paramsSchemas(endpoints),
        error: errorSchema(),
      },
    },
  }
}

function operation(endpoint: Endpoint): Operation {
  const { method, path, summary, tag, access, levels, returns } = endpoint
  const input = inputSchema(endpoint.input)
  const isPost = method === 'POST'
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    ...{ name, in: 'path', required: true },
    schema: { type: 'string', maxLength: 255 },
  }))
  const required = (input['required'] ?? []) as string[]
  const inQuery = Object.entries((input['properties'] ?? {}) as Record<string, Schema>).map(
    ([name, schema]) => ({
      ...{ name, in: 'query', required: required.includes(name), schema },
      ...(isNested(schema) ? { style: 'deepObject', explode: true } : {}),
    }),
  )
  return {
    operationId: operationId(method, path),
    summary,
    tags: [tag],
    parameters: isPost ? inPath : [...inPath, ...inQuery],
    ...(isPost
      ? { requestBody: { required: required.length > 0, content: bodyContent(endpoint) } }
      : {}),
    responses: {
      200: { description: 'Done.', content: answerContent(returns) },
      default: { description: 'Refused.', content: jsonContent(reference('error')) },
    },
    'x-switchyard-access': {
      ...{ resource: access.resource, verb: access.verb },
      ...{ publishable: access.publishable, levels },
    },
  }
}

/** `PostCustomersCustomerSources`, as Stripe names its operations. */
function operationId(method: string, path: string): string {
  const words = path.replace(/^\/v1\//, '').split(/[^A-Za-z0-9]+/)
  const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()
  return [method, ...words].map(capital).join('')
}

/** Parameters of a POST have a name of their own, since they may come in either form. */
const paramsName = ({ method, path }: Endpoint) => `${operationId(method, path)}Params`

function bodyContent(endpoint: Endpoint): Schema {
  const schema = reference(paramsName(endpoint))
  return {
    'application/x-www-form-urlencoded': { schema },
    'application/json': { schema },
    ...(endpoint.uploads === undefined ? {} : { 'multipart/form-data': { schema } }),
  }
}

function paramsSchemas(endpoints: readonly Endpoint[]): Schema {
  const posts = endpoints.filter(({ method }) => method === 'POST')
  return Object.fromEntries(posts.map((post) => [paramsName(post), inputSchema(post.input)]))
}

const isNested = ({ type }: Schema) => type === 'object' || type === 'array'

function answerContent(returns: Returns): Schema {
  const schema = answerSchema(returns)
  return 'content' in returns ? { 'application/octet-stream': { schema } } : jsonContent(schema)
}

const jsonContent = (schema: Schema) => ({ 'application/json': { schema } })
