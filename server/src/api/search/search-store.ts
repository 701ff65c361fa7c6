import { type Expression, type SqlBool, sql } from 'kysely'
import type { TableName } from '../../db/index.ts'
import { fromUnixSeconds } from '../../kernel/index.ts'
import type { SearchAnswer } from '../answers.ts'
import type { Kind, Reader } from '../kinds.ts'
import { defaultLimit } from '../list-params.ts'
import { ownedRows, type TableQuery, type UsualQuery } from '../rows-store.ts'
import { fieldOf, type SearchField, type SearchFields } from './fields.ts'
import { readPage, writePage } from './page-token.ts'
import { type Clause, parseQuery } from './parse-query.ts'

/** A search as it was asked for. */
export interface SearchPage {
  readonly query: string
  readonly limit?: number
  readonly page?: string
}

/** What a search needs of its request. */
export interface Searcher extends Reader {
  readonly countTotal: boolean
  sign(text: string): string
}

/**
 * A page of what a query finds among the caller's rows, newest first.
 *
 * @param fields what can be searched, and where it is
 * @param only narrows what can be found at all, in a `*-store.ts` file
 * @throws {Problem} `search_query_invalid`; `parameter_invalid` for a page that is not of this search
 */
export async function search<T extends TableName>(
  searcher: Searcher,
  kind: Kind<T>,
  { query: text, limit = defaultLimit, page }: SearchPage,
  fields: SearchFields,
  only: (query: TableQuery<T>) => TableQuery<T> = (query) => query,
): Promise<SearchAnswer> {
  const { join, clauses } = parseQuery(text)
  const wanted = clauses.map((clause) => condition(fieldOf(fields, clause, kind.object), clause))
  const after = page === undefined ? undefined : readPage(searcher, text, page)
  const all = ownedRows(searcher.queries, kind, searcher.scope) as unknown as TableQuery<T>
  const found = (only(all) as unknown as UsualQuery).where((builder) =>
    join === 'and' ? builder.and(wanted) : builder.or(wanted),
  )
  const rows = await (after === undefined ? found : found.where('id', '<', after))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const isMore = rows.length > limit && last !== undefined
  return {
    answer: 'search',
    table: kind.table,
    rows: shown,
    nextPage: isMore ? writePage(searcher, text, last.id) : null,
    totalCount: searcher.countTotal ? await count(found) : null,
  }
}

async function count(found: ReturnType<typeof ownedRows>): Promise<number> {
  const { total } = await found
    .clearSelect()
    .select(({ fn }) => fn.countAll<bigint>().as('total'))
    .executeTakeFirstOrThrow()
  return Number(total)
}

/** Whether a clause holds for a row. What is not there holds nothing, so its denial holds. */
function condition(field: SearchField, clause: Clause): Expression<SqlBool> {
  const holds = clause.field === 'metadata' ? inMetadata(clause) : inColumn(field, clause)
  return clause.negated ? sql<SqlBool>`not coalesce(${holds}, false)` : holds
}

function inMetadata({ key = '', operator, value }: Clause): Expression<SqlBool> {
  const stored = sql`metadata ->> ${key}`
  if (value === null) return sql<SqlBool>`(${stored}) is null`
  if (operator === '~') return sql<SqlBool>`(${stored}) ilike ${part(value)}`
  return sql<SqlBool>`metadata @> ${JSON.stringify({ [key]: String(value) })}::jsonb`
}

function inColumn(
  { column, path, type, values }: SearchField,
  { operator, value }: Clause,
): Expression<SqlBool> {
  const whole = sql.ref(column)
  const stored = path === undefined ? whole : sql`(${whole} #>> ${[...path]}::text[])`
  if (value === null) return sql<SqlBool>`${stored} is null`
  if (operator === '~') return sql<SqlBool>`${stored} ilike ${part(value)}`
  if (values !== undefined)
    return sql<SqlBool>`${stored} = any (${[...values(String(value))]}::text[])`
  switch (type) {
    case 'text':
      return sql<SqlBool>`lower(${stored}) = lower(${String(value)})`
    case 'token':
      return sql<SqlBool>`${stored} = ${String(value).toLowerCase()}`
    case 'id':
      return sql<SqlBool>`${stored} = ${String(value)}`
    case 'boolean':
      return sql<SqlBool>`${stored}::boolean = ${value === 'true'}`
    case 'number':
      return sql<SqlBool>`${stored}::numeric ${comparison(operator)} ${Number(value)}`
    case 'time':
      return inTime(stored, operator, Number(value))
  }
}

/** A time on the wire is a whole second: being equal to it, or not after it, is being before the next. */
function inTime(
  stored: Expression<unknown>,
  operator: Clause['operator'],
  second: number,
): Expression<SqlBool> {
  const [start, end] = [fromUnixSeconds(second), fromUnixSeconds(second + 1)]
  switch (operator) {
    case '>':
      return sql<SqlBool>`${stored} >= ${end}`
    case '>=':
      return sql<SqlBool>`${stored} >= ${start}`
    case '<':
      return sql<SqlBool>`${stored} < ${start}`
    case '<=':
      return sql<SqlBool>`${stored} < ${end}`
    default:
      return sql<SqlBool>`(${stored} >= ${start} and ${stored} < ${end})`
  }
}

function comparison(operator: Clause['operator']) {
  return sql.raw(operator === ':' || operator === '~' ? '=' : operator)
}

/** A part of a text, as LIKE takes it. */
function part(value: string | number): string {
  return `%${String(value).replace(/[\\%_]/g, '\\$&')}%`
}
