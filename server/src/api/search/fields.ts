import { refuse } from '../refusals.ts'
import type { Clause } from './parse-query.ts'

/** A field that can be searched, and the column its values are in. */
export interface SearchField {
  readonly column: string
  /** Where in a JSON column. */
  readonly path?: readonly string[]
  /**
   * `text` matches whole or in part, whatever the case; `token` whole, in lower case; `id` whole, as it is;
   * `number` and `time` compare.
   */
  readonly type: 'text' | 'token' | 'id' | 'number' | 'time' | 'boolean'
  /** Values of the column that one on the wire stands for; none when there is no such value. */
  values?(wire: string): readonly string[]
}

/** The fields of a resource, by their name on the wire. Metadata is every resource's. */
export type SearchFields = Readonly<Record<string, SearchField>>

const metadata: SearchField = { column: 'metadata', type: 'text' }
const shortestPart = 3

/**
 * The field a clause is about, made sure that the clause can be asked of it.
 * @throws {Problem} `search_query_invalid`, saying what the field takes
 */
export function fieldOf(fields: SearchFields, clause: Clause, object: string): SearchField {
  const { field: name, operator, value } = clause
  const field =
    name === 'metadata' ? metadata : Object.hasOwn(fields, name) ? fields[name] : undefined
  if (field === undefined) {
    const known = [...Object.keys(fields), 'metadata["…"]'].join(', ')
    throw invalid(
      `Field \`${name}\` is an unsupported search field for ${object}. There are: ${known}.`,
    )
  }
  const isOrdered = field.type === 'number' || field.type === 'time'
  if (operator === '~' && field.type !== 'text') {
    throw invalid(`Field \`${name}\` cannot be searched for a part (~).`)
  }
  if (operator === '~' && (typeof value !== 'string' || value.length < shortestPart)) {
    throw invalid(`A part of \`${name}\` has at least ${shortestPart} characters, in quotes.`)
  }
  if (operator !== ':' && operator !== '~' && (!isOrdered || value === null)) {
    throw invalid(
      `Field \`${name}\` has no order: it takes :${field.type === 'text' ? ' and ~' : ''}.`,
    )
  }
  if (isOrdered && value !== null && !Number.isSafeInteger(Number(value))) {
    throw invalid(`Field \`${name}\` takes a whole number.`)
  }
  if (field.type === 'boolean' && !['true', 'false'].includes(String(value))) {
    throw invalid(`Field \`${name}\` is 'true' or 'false'.`)
  }
  return field
}

function invalid(message: string) {
  return refuse('search_query_invalid', message, { param: 'query' })
}
