import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'

/** Where Adyen's own OpenAPI documents lie on machines that have them: beside the checkout. */
const directory = fileURLToPath(new URL('../../../../../../shared/specs/adyen/', import.meta.url))

/** For tests: whether Adyen's documents are here to compare with. */
export const officialDocumentsAreHere =
  existsSync(`${directory}checkout-v71.json`) && existsSync(`${directory}webhooks-v1.json`)

/** What is wrong with a value by one of Adyen's schemas: one line each, none when nothing is. */
export type Violations = (schema: string, value: unknown) => string[]

/**
 * For tests: compiles schemas of one of Adyen's documents as they are asked for.
 * @throws when a schema does not compile, so that a document we cannot use never looks like agreement
 */
export function officialSchemas(document: 'checkout-v71' | 'webhooks-v1'): Violations {
  const text = readFileSync(`${directory}${document}.json`, 'utf8')
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    unicodeRegExp: false,
    validateFormats: false,
  })
  ajv.addSchema(JSON.parse(text), document)
  return (schema, value) => {
    const validate = ajv.getSchema(`${document}#/components/schemas/${schema}`)
    if (validate === undefined) throw new Error(`${document} has no schema ${schema}.`)
    if (validate(value)) return []
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${instancePath || '/'} ${message} ${JSON.stringify(params)}`,
    )
  }
}
