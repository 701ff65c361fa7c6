import { z } from 'zod'
import type { Resource } from '../tenants/index.ts'
import type { Answer } from './answers.ts'
import type { AnyContext, ContextOf, Level } from './context.ts'
import type { ObjectType } from './kinds.ts'
import { clientSecret, expandPaths, optional } from './wire/index.ts'

/** Who may call an endpoint. */
export interface Access<L extends Level = Level> {
  /** What a restricted key needs a permission for. */
  readonly resource: Resource
  readonly verb: 'read' | 'write'
  /**
   * Whether a payer's browser may call it with a publishable key. `client_secret`: only with the secret of
   * the object its path names, which is checked before the handler runs.
   */
  readonly publishable: boolean | 'client_secret'
  readonly level: L | readonly L[]
}

/** What an endpoint answers with. */
export type Returns =
  | { readonly one: ObjectType }
  | { readonly list: ObjectType }
  | { readonly search: ObjectType }
  | { readonly deleted: ObjectType }
  /** Not the object: the bytes it stands for. */
  | { readonly content: ObjectType }

/** `'/v1/customers/:customer/sources/:id'` has `customer` and `id`. */
export type PathParams<Path extends string> = Path extends `${infer Head}/${infer Tail}`
  ? PathParams<Head> & PathParams<Tail>
  : Path extends `:${infer Name}`
    ? { readonly [N in Name]: string }
    : unknown

/** An account named by a parameter, and how it is called when there is no such account. */
export interface NamedAccount {
  readonly id: string
  readonly object: string
  readonly param: string
}

type Shape = z.ZodObject

export interface Declaration<
  Path extends string,
  L extends Level,
  Query extends Shape,
  Body extends Shape,
> {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: Path
  /** One line for people. */
  readonly summary: string
  /** The chapter it stands in. */
  readonly tag: string
  readonly access: Access<L>
  readonly returns: Returns
  /** Parameters of a GET or DELETE. `expand` is every endpoint's and need not be declared. */
  readonly query?: Query
  /** Parameters of a POST, as a form or JSON. */
  readonly body?: Body
  /** Takes multipart/form-data too, with files of at most this many bytes together. */
  readonly uploads?: { readonly maxBytes: number }
  /**
   * The merchant that the parameters of a PSP's own request name. The PSP then acts for it as if it had been
   * named in a Stripe-Account header.
   */
  actsFor?(body: z.output<Body>): NamedAccount | undefined
  handle(
    ctx: ContextOf<L>,
    input: { params: PathParams<Path>; query: z.output<Query>; body: z.output<Body> },
  ): Promise<Answer>
}

/** An endpoint of any path and input, as the server registers and describes it. */
export interface Endpoint
  extends Omit<Declaration<string, Level, Shape, Shape>, 'handle' | 'actsFor'> {
  readonly levels: readonly Level[]
  /** Everything it takes besides its path: of the query or the body, as the method has it. */
  readonly input: Shape
  /** Reads what it takes. */
  read(raw: unknown): ReturnType<Shape['safeParse']>
  readonly actsFor?: (body: never) => NamedAccount | undefined
  handle(ctx: AnyContext, input: { params: never; query: never; body: never }): Promise<Answer>
}

const common = { expand: optional(expandPaths()) }
const secret = { client_secret: optional(clientSecret()) }

/**
 * Declares an endpoint. The server, the API's description and the tests of its access all read this.
 * @throws {Error} when a GET declares a body, or a POST a query
 */
export function endpoint<
  const Path extends string,
  const L extends Level,
  Query extends Shape = z.ZodObject<Record<never, never>>,
  Body extends Shape = z.ZodObject<Record<never, never>>,
>(declaration: Declaration<Path, L, Query, Body>): Endpoint {
  const { method, path, access, query, body } = declaration
  if (method === 'POST' ? query !== undefined : body !== undefined) {
    throw new Error(
      `${method} ${path} takes its parameters in the ${method === 'POST' ? 'body' : 'query'}.`,
    )
  }
  const own = (method === 'POST' ? body : query) ?? z.strictObject({})
  const extra = access.publishable === 'client_secret' ? { ...common, ...secret } : common
  const input = own.extend(extra)
  return {
    ...declaration,
    levels: typeof access.level === 'string' ? [access.level] : (access.level as readonly Level[]),
    input,
    read: reader(input),
  } as unknown as Endpoint
}

/**
 * A schema compiled to one function, which reads a payment's parameters in a fifth of the time. Compiling
 * costs milliseconds, so it waits for the first request.
 */
function reader(schema: Shape): Endpoint['read'] {
  let compiled: Shape | undefined
  return (raw) => {
    compiled ??= z.compile(schema)
    return compiled.safeParse(raw)
  }
}
