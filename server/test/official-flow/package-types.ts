import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import Stripe from 'stripe'

/** The types of the official package as JSON schemas, on machines that have them: beside the checkout. */
const file = fileURLToPath(
  new URL('../../../../shared/accept/response-schema/schema.json', import.meta.url),
)

/** Whether they are here to compare with. */
export const packageTypesAreHere = existsSync(file)

/** How answers compared so far. */
export interface Comparison {
  answers: number
  /** Every `object` that was compared. */
  readonly objects: Set<string>
  /** What did not fit, a line each. */
  readonly violations: Set<string>
}

/** The package's own HTTP client, with every answer compared to the package's own types on its way. */
export function comparingClient(
  comparison: Comparison,
): ReturnType<typeof Stripe.createNodeHttpClient> {
  const client = Stripe.createNodeHttpClient()
  const compare = comparer(comparison)
  return {
    getClientName: () => client.getClientName(),
    async makeRequest(...request) {
      const response = await client.makeRequest(...request)
      const read = response.toJSON.bind(response)
      response.toJSON = async () => {
        const answer: Wire = await read()
        comparison.answers++
        compare(answer)
        return answer
      }
      return response
    },
  }
}

/** What is looked at of an answer before its schema is. */
interface Wire {
  readonly object?: string
  readonly deleted?: boolean
  readonly data?: readonly Wire[]
  readonly error?: Readonly<Record<string, unknown>>
}

function comparer({ objects, violations }: Comparison): (wire: Wire) => void {
  const { $defs, roots } = JSON.parse(readFileSync(file, 'utf8'))
  const ajv = new Ajv({ strict: false, allErrors: true })
  ajv.addSchema({ $id: 'package', $defs, roots })
  return function compare(wire) {
    const { object = '', deleted, data = [], error = {} } = wire
    if (object === 'list' || object === 'search_result') data.forEach(compare)
    for (const part of ['payment_intent', 'setup_intent', 'payment_method']) {
      if (part in error) compare(error[part] as Wire)
    }
    const validate = ajv.getSchema(`package#/roots/${deleted ? 'deleted_' : ''}${object}`)
    if (validate === undefined) return
    objects.add(object)
    if (validate(wire)) return
    for (const { instancePath, message } of validate.errors ?? []) {
      violations.add(`${object}${instancePath} ${message}`)
    }
  }
}
