import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv, type ValidateFunction } from 'ajv'
import { decodeForm } from '../../../kernel/index.ts'

/** Where Stripe's own OpenAPI document lies on machines that have it: beside the checkout. */
const file = fileURLToPath(
  new URL('../../../../../../shared/specs/stripe/spec3-2023-08-16.json', import.meta.url),
)

/** For tests: whether Stripe's document is here to compare with. */
export const officialDocumentIsHere = existsSync(file)

/** What is wrong by Stripe's document: one line each, none when nothing is. */
export interface Official {
  /** @param path as the document writes it: `/v1/refunds/{refund}` */
  request(path: string, method: 'get' | 'post', form: string): string[]
  answer(schema: string, value: unknown): string[]
}

interface Document {
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> }
  readonly paths: Readonly<Record<string, Readonly<Record<string, OfficialOperation | undefined>>>>
}
interface OfficialOperation {
  readonly parameters?: readonly { readonly in: string; readonly name: string }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> }
}

/**
 * For tests: Stripe's document, to hold requests and answers to.
 * @throws when a schema does not compile, so that a document we cannot use never looks like agreement
 */
export function officialDocument(): Official {
  const document = JSON.parse(readFileSync(file, 'utf8')) as Document
  const options = { strict: false, allErrors: true, unicodeRegExp: false, validateFormats: false }
  const answers = new Ajv(options).addSchema(
    withNulls({ components: document.components }),
    'stripe',
  )
  const forms = new Ajv({ ...options, coerceTypes: true })
  return {
    request(path, method, form) {
      const operation = document.paths[path]?.[method]
      if (operation === undefined) throw new Error(`Stripe has no ${method} ${path}.`)
      const sent = JSON.parse(JSON.stringify(decodeForm(form))) as Record<string, unknown>
      const known = operation.parameters?.map(({ name }) => name) ?? []
      if (method === 'get') {
        return Object.keys(sent).flatMap((name) =>
          known.includes(name) ? [] : [`unknown ${name}`],
        )
      }
      const schema = operation.requestBody?.content['application/x-www-form-urlencoded']?.schema
      if (schema === undefined) throw new Error(`${path} takes no form.`)
      return violations(forms.compile(schema), sent)
    },
    answer(schema, value) {
      const validate = answers.getSchema(`stripe#/components/schemas/${schema}`)
      if (validate === undefined) throw new Error(`Stripe has no schema ${schema}.`)
      return violations(validate, value)
    },
  }
}

function violations(validate: ValidateFunction, value: unknown): string[] {
  if (validate(value)) return []
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${instancePath || '/'} ${message} ${JSON.stringify(params)}`,
  )
}

/** OpenAPI 3.0's `nullable` in words JSON Schema knows, beside `enum` and `anyOf` too. */
function withNulls(schema: unknown): object {
  return JSON.parse(JSON.stringify(schema), (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('nullable' in value)) return value
    const { nullable, ...rest } = value
    return nullable === true ? { anyOf: [rest, { type: 'null' }] } : rest
  }) as object
}
