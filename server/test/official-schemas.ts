import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'

/** Where processors' own OpenAPI documents lie on machines that have them: beside the checkout. */
const directory = fileURLToPath(new URL('../../../shared/specs/', import.meta.url))

/** Whether these documents (`adyen/checkout-v71.json`) are here to compare with. */
export function officialDocumentsAreHere(...documents: string[]): boolean {
  return documents.every((document) => existsSync(`${directory}${document}`))
}

/** A processor's own document, with a judge of values. */
export interface OfficialDocument {
  /** What is wrong with a value by one of the document's schemas, a line each; none when nothing is. */
  violations(schema: string, value: unknown): string[]
  /** The value of one of the document's examples. */
  example(name: string): unknown
}

/**
 * Reads a processor's own document. Schemas are compiled when they are asked for; one that does not
 * compile throws, so that a document we cannot use never looks like agreement.
 */
export function officialDocument(document: string): OfficialDocument {
  const parsed = JSON.parse(readFileSync(`${directory}${document}`, 'utf8'))
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    unicodeRegExp: false,
    validateFormats: false,
  })
  ajv.addSchema(parsed, document)
  return {
    violations(schema, value) {
      const validate = ajv.getSchema(`${document}#/components/schemas/${schema}`)
      if (validate === undefined) throw new Error(`${document} has no schema ${schema}.`)
      if (validate(value)) return []
      return (validate.errors ?? []).map(
        ({ instancePath, message, params }) =>
          `${instancePath || '/'} ${message} ${JSON.stringify(params)}`,
      )
    },
    example(name) {
      const value = parsed.components.examples[name]?.value
      if (value === undefined) throw new Error(`${document} has no example ${name}.`)
      return value
    },
  }
}
