import { invalid } from './errors.ts'
import type { PaymentIntent } from './objects.ts'

const clause = /^(?:metadata\['([^']+)'\]|(status|currency|amount|created))(:|>=?|<=?)'?([^']*)'?$/

/**
 * The part of Stripe's search language that payment intents are looked for with: clauses over metadata,
 * status, currency, amount and created, joined by AND.
 * @see https://docs.stripe.com/search#search-query-language
 * @throws {StripeError} 400 when it cannot be read
 */
export function parseSearch(query: string): (intent: PaymentIntent) => boolean {
  const tests = query.split(/ AND /i).map((part) => {
    const [, key, field, operator, wanted = ''] = clause.exec(part.trim()) ?? []
    if (operator === undefined) {
      throw invalid(`We were unable to parse your search query: ${query}`, { param: 'query' })
    }
    return (intent: PaymentIntent) => {
      const held = key === undefined ? intent[field as 'status'] : intent.metadata[key]
      return held !== undefined && compares(held, operator, wanted)
    }
  })
  return (intent) => tests.every((test) => test(intent))
}

function compares(held: string | number, operator: string, wanted: string): boolean {
  switch (operator) {
    case '>':
      return Number(held) > Number(wanted)
    case '>=':
      return Number(held) >= Number(wanted)
    case '<':
      return Number(held) < Number(wanted)
    case '<=':
      return Number(held) <= Number(wanted)
    default:
      return String(held) === wanted
  }
}
