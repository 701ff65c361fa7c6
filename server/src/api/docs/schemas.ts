import { z } from 'zod'
import type { Endpoint, Returns } from '../endpoint.ts'
import type { ObjectType } from '../kinds.ts'
import { problems } from '../problems.ts'

/** A piece of JSON Schema. */
export type Schema = Record<string, unknown>

/** Another schema of the document, by its name. */
export const reference = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` })

/** What an endpoint answers with. */
export function answerSchema(returns: Returns): Schema {
  if ('one' in returns) return reference(returns.one.object)
  if ('content' in returns) return { type: 'string', format: 'binary' }
  if ('deleted' in returns) {
    return object({
      id: { type: 'string' },
      object: { const: returns.deleted.object },
      deleted: { const: true },
    })
  }
  const url = { type: 'string' }
  const has_more = { type: 'boolean' }
  if ('list' in returns) {
    const data = { type: 'array', items: reference(returns.list.object) }
    return object({ object: { const: 'list' }, data, has_more, url })
  }
  const data = { type: 'array', items: reference(returns.search.object) }
  const next_page = { type: ['string', 'null'] }
  return {
    ...object({ object: { const: 'search_result' }, data, has_more, next_page, url }),
    description: 'With `total_count` when it is expanded.',
  }
}

const object = (properties: Schema) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
})

/** The shape of every object an endpoint answers with, by its name. */
export function objectSchemas(endpoints: readonly Endpoint[]): Schema {
  const types = new Map<string, ObjectType>()
  for (const { returns } of endpoints) {
    for (const type of Object.values(returns) as ObjectType[]) types.set(type.object, type)
  }
  const named = [...types].sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(
    named.map(([name, { schema }]) => [
      name,
      withoutDialect(z.toJSONSchema(schema, { io: 'output' })),
    ]),
  )
}

/** What an endpoint takes. */
export function inputSchema(schema: z.ZodObject): Schema {
  const json = z.toJSONSchema(schema, {
    io: 'input',
    // Our types read text and JSON with a function of ours and say themselves what they take.
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      const { def } = zodSchema._zod
      if (def.type !== 'object') return
      const needed = Object.entries(def.shape).filter(
        ([, type]) => type._zod.def.type !== 'optional',
      )
      if (needed.length > 0) jsonSchema.required = needed.map(([name]) => name)
    },
  })
  return withoutDialect(json)
}

function withoutDialect(schema: object): Schema {
  const { $schema: _, ...rest } = schema as Schema
  return rest
}

/** A refusal, with every code there is. */
export function errorSchema(): Schema {
  const text = { type: 'string' }
  const codes = Object.entries(problems).map(([name, { code = name }]) => code)
  return object({
    error: {
      type: 'object',
      properties: {
        type: { enum: ['api_error', 'card_error', 'idempotency_error', 'invalid_request_error'] },
        code: { enum: [...new Set(codes.filter((code) => code !== null))].sort() },
        ...{ message: text, param: text, doc_url: text, decline_code: text, charge: text },
      },
      required: ['type', 'message'],
    },
  })
}
