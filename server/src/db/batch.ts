import type pg from 'pg'
import { encodeRows } from './binary.ts'
import type { Change, Write } from './change.ts'
import { ledgerRows } from './ledger-rows.ts'
import type { TableName } from './schema.ts'
import type { Shapes } from './shapes.ts'

/** A parameter of `commit_changes`: rows of a table, under the table's name or another. */
interface Parameter {
  readonly table: TableName
  readonly rows: readonly object[]
}

/** A batch of changes as a call of `commit_changes`: an array of rows for each table. */
export function batchCall(changes: readonly Change[], shapes: Shapes): pg.QueryConfig {
  const parameters = new Map([...rowsByTable(changes), ...ledgerRows(changes)])
  return {
    ...callOf(parameters),
    values: Array.from(parameters.values(), ({ table, rows }) => {
      const shape = shapes.get(table)
      if (shape === undefined) throw new Error(`There is no table ${table}.`)
      return encodeRows(shape, rows)
    }),
  }
}

const calls = new Map<string, { name: string; text: string }>()

/** The statement for these parameters, prepared once on each connection. */
function callOf(parameters: ReadonlyMap<string, Parameter>): { name: string; text: string } {
  const key = [...parameters.keys()].join()
  const made = calls.get(key)
  if (made !== undefined) return made
  const named = Array.from(
    parameters,
    ([name, { table }], index) => `${name} => $${index + 1}::public.${table}[]`,
  )
  const call = {
    name: `commit_${calls.size}`,
    text: `select commit_changes(${named.join(', ')})`,
  }
  calls.set(key, call)
  return call
}

/** Replaced rows come before new ones, as `make_writable` has it. */
function rowsByTable(changes: readonly Change[]): Map<string, Parameter> {
  const tables = new Map<string, Parameter & { readonly rows: object[] }>()
  const add = ({ table, row }: Write, isNew: boolean) => {
    if ('version' in row && (row.version === 1) !== isNew) {
      throw new Error(
        `A row of ${table} has version ${row.version} and is ${isNew ? '' : 'not '}new.`,
      )
    }
    const parameter = tables.get(table)
    if (parameter === undefined) tables.set(table, { table, rows: [row] })
    else parameter.rows.push(row)
  }
  for (const { replaces } of changes) for (const write of replaces) add(write, false)
  for (const { inserts } of changes) for (const write of inserts) add(write, true)
  return tables
}

/** What two changes of one batch must not share: a row both replace, or a request key both claim. */
export function rowKeys(change: Change): string[] {
  const keys = change.replaces.map(({ table, row }) => `${table}:${identity(row)}`)
  for (const { table, row } of change.inserts) {
    if (table === 'idempotent_requests') keys.push(`${table}:${identity(row)}`)
  }
  return keys
}

function identity(row: Write['row']): string {
  return 'key' in row ? `${row.owner_id}:${row.livemode}:${row.key}` : 'id' in row ? row.id : ''
}
