import type { TestApi } from '../api.ts'

/** What these tests read of a JSON Schema. */
export interface Schema {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly not?: unknown
  readonly format?: string
  readonly pattern?: string
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly additionalProperties?: boolean | Schema
}

/** An endpoint as the server itself describes it. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** `/v1/customers/{customer}/sources/{id}` */
  readonly path: string
  /** Whatever it takes besides its path, of the query or the body. */
  readonly input: Schema
  readonly takesFiles: boolean
  readonly access: {
    readonly resource: string
    readonly verb: 'read' | 'write'
    readonly publishable: boolean | 'client_secret'
    readonly levels: readonly ('merchant' | 'psp' | 'operator')[]
  }
}

/** Every endpoint under /v1 of a server that is running, read from what it serves. */
export async function servedOperations({ url }: Pick<TestApi, 'url'>): Promise<Operation[]> {
  const answer = await fetch(`${url}/openapi.json`)
  const { paths, components } = (await answer.json()) as Document
  return Object.entries(paths)
    .filter(([path]) => path.startsWith('/v1/'))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, described]) => ({
        method: method.toUpperCase() as Operation['method'],
        path,
        input: inputOf(described, components.schemas),
        takesFiles: described.requestBody?.content['multipart/form-data'] !== undefined,
        access: described['x-switchyard-access'],
      })),
    )
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

interface Described {
  readonly parameters: readonly {
    readonly name: string
    readonly in: string
    readonly required: boolean
    readonly schema: Schema
  }[]
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: { readonly $ref: string } }>>
  }
  readonly 'x-switchyard-access': Operation['access']
}

function inputOf(
  { parameters, requestBody }: Described,
  schemas: Document['components']['schemas'],
): Schema {
  const reference = requestBody?.content['application/json']?.schema.$ref
  if (reference !== undefined) {
    const found = schemas[reference.split('/').at(-1) ?? '']
    if (found === undefined) throw new Error(`The document has no ${reference}.`)
    return found
  }
  const inQuery = parameters.filter((parameter) => parameter.in === 'query')
  return {
    type: 'object',
    properties: Object.fromEntries(inQuery.map(({ name, schema }) => [name, schema])),
    required: inQuery.filter(({ required }) => required).map(({ name }) => name),
  }
}

/**
 * The kinds of objects a path names, each by where it is found:
 * `/v1/customers/{}` and `/v1/customers/{}/sources/{}` of `/v1/customers/{customer}/sources/{id}`.
 */
export function placesOf(path: string): string[] {
  const nameless = path.replaceAll(/\{\w+\}/g, '{}')
  return [...nameless.matchAll(/\{\}/g)].map(({ index }) => nameless.slice(0, index + 2))
}

/** A path with these ids in place of its names, in order. */
export function pathWith({ path }: Pick<Operation, 'path'>, ids: readonly string[]): string {
  const left = [...ids]
  return path.replaceAll(/\{\w+\}/g, () => encodeURIComponent(left.shift() ?? ''))
}

/** A parameter that holds an id, as the path to it: `['payment_method_data', 'card', 'token']`. */
export function idParameters(schema: Schema): string[][] {
  // Every id, and nothing else that is text, has at most this many characters.
  if (schema.type === 'string' && schema.maxLength === 255) return [[]]
  const inProperties = Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
    idParameters(property).map((path) => [name, ...path]),
  )
  return [...inProperties, ...(schema.anyOf ?? []).flatMap(idParameters)]
}
