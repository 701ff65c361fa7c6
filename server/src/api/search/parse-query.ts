import { refuse } from '../refusals.ts'
import { quote } from '../wire/index.ts'

/** `field:value`, `-field~"part"`, `metadata["key"]:null`, `amount>=1000`. */
export interface Clause {
  readonly field: string
  /** Of `metadata["key"]`. */
  readonly key: string | undefined
  readonly negated: boolean
  readonly operator: ':' | '~' | '>' | '<' | '>=' | '<='
  /** A number is one that was written without quotes. */
  readonly value: string | number | null
}

/** Clauses that must all hold, or of which one must. */
export interface SearchQuery {
  readonly join: 'and' | 'or'
  readonly clauses: readonly Clause[]
}

const mostClauses = 10
const longestQuery = 5_000

const patterns = {
  space: /\s+/y,
  word: /(and|or)(?=\s)/iy,
  field: /[a-z_][\w.]*/iy,
  operator: /:|~|>=|<=|>|<|=/y,
  number: /-?\d{1,15}(?:\.\d{1,12})?(?=\s|$)/y,
  nothing: /null(?=\s|$)/iy,
  text: /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/sy,
  open: /\[/y,
  close: /\]/y,
  minus: /-/y,
} as const

/**
 * Reads a search query: clauses separated by white space or AND, which mean the same, or by OR. The two do
 * not mix, and there are no brackets.
 *
 * @throws {Problem} `search_query_invalid`, pointing at the place
 * @see https://docs.stripe.com/search#search-query-language
 */
export function parseQuery(text: string): SearchQuery {
  if (text.length > longestQuery) throw invalid(`it is longer than ${longestQuery} characters`)
  const scanner = scan(text)
  const clauses: Clause[] = []
  let join: SearchQuery['join'] | undefined
  scanner.take('space')
  while (!scanner.atEnd()) {
    if (clauses.length > 0) {
      const at = scanner.place()
      const word = scanner.take('word')?.[0].toLowerCase() as SearchQuery['join'] | undefined
      if (word !== undefined) scanner.need('space', 'a space')
      const next = word ?? 'and'
      if (join !== undefined && join !== next) {
        throw invalid('AND and OR cannot be combined in one query', at)
      }
      join = next
    }
    clauses.push(clause(scanner))
    if (!scanner.atEnd()) scanner.need('space', 'a space before the next clause')
  }
  if (clauses.length === 0) throw invalid('it has no clause')
  if (clauses.length > mostClauses) throw invalid(`it has more than ${mostClauses} clauses`)
  return { join: join ?? 'and', clauses }
}

function clause(scanner: Scanner): Clause {
  const negated = scanner.take('minus') !== undefined
  const [field = ''] = scanner.need('field', 'the name of a field')
  let key: string | undefined
  if (field === 'metadata') {
    scanner.need('open', '["a key"] after metadata')
    key = unquoted(scanner.need('text', 'a key in quotes'))
    scanner.need('close', 'a closing bracket')
  }
  const [sign = ':'] = scanner.need('operator', 'an operator: one of : ~ > < >= <=')
  return { field, key, negated, operator: operatorOf(sign), value: value(scanner) }
}

function value(scanner: Scanner): Clause['value'] {
  if (scanner.take('nothing') !== undefined) return null
  const number = scanner.take('number')
  return number === undefined
    ? unquoted(scanner.need('text', 'a value: text in quotes, a number or null'))
    : Number(number[0])
}

const operatorOf = (sign: string) => (sign === '=' ? ':' : sign) as Clause['operator']

const unquoted = (match: RegExpExecArray) => (match[1] ?? match[2] ?? '').replace(/\\(.)/gs, '$1')

type Scanner = ReturnType<typeof scan>

function scan(text: string) {
  let place = 0
  function take(pattern: keyof typeof patterns): RegExpExecArray | undefined {
    const look = patterns[pattern]
    look.lastIndex = place
    const match = look.exec(text)
    if (match === null) return undefined
    place += match[0].length
    return match
  }
  return {
    take,
    place: () => place,
    atEnd: () => place >= text.length,
    need(pattern: keyof typeof patterns, what: string): RegExpExecArray {
      const found = take(pattern)
      if (found !== undefined) return found
      const rest = text.slice(place, place + 20)
      throw invalid(
        `expected ${what}${rest === '' ? ' at the end' : ` before '${quote(rest)}'`}`,
        place,
      )
    },
  }
}

function invalid(reason: string, place?: number) {
  const where = place === undefined ? '' : ` (character ${place + 1})`
  return refuse(
    'search_query_invalid',
    `We were unable to parse your search query: ${reason}${where}.`,
    {
      param: 'query',
    },
  )
}
