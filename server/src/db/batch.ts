import type pg from 'pg'
import type { Change, Entry, Write } from './change.ts'
import { withoutNulls } from './rows.ts'

/** A batch of changes as a call of `commit_changes`: a JSON array of rows for each table. */
export function batchCall(changes: readonly Change[]): pg.QueryConfig {
  const inserts = byTable(changes.flatMap((change) => change.inserts))
  const replaces = byTable(changes.flatMap((change) => change.replaces))
  const entries = changes.flatMap((change) => change.entries)
  return {
    ...callOf(inserts.size, replaces.size),
    values: [
      [...inserts.keys()],
      ...[...inserts.values()].map(jsonArray),
      [...replaces.keys()],
      ...[...replaces.values()].map(jsonArray),
      [...replaces.values()].map((rows) => rows.length),
      ...ledgerParameters(entries),
    ],
  }
}

const calls = new Map<string, { name: string; text: string }>()

/**
 * The statement for so many tables. Rows are parameters of their own and made an array by the statement:
 * within the text of an array every quote of their JSON would be escaped and unescaped again.
 */
function callOf(inserts: number, replaces: number): { name: string; text: string } {
  const name = `commit_${inserts}_${replaces}`
  const made = calls.get(name)
  if (made !== undefined) return made
  let place = 0
  const next = (type: string) => `$${++place}::${type}`
  const array = (count: number) =>
    `array[${Array.from({ length: count }, () => next('json')).join(', ')}]::json[]`
  const parameters = [
    next('text[]'),
    array(inserts),
    next('text[]'),
    array(replaces),
    next('bigint[]'),
    ...Array.from({ length: ledgerParameterCount }, () => next('json')),
  ]
  const call = { name, text: `select commit_changes(${parameters.join(', ')})` }
  calls.set(name, call)
  return call
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

function byTable(writes: readonly Write[]): Map<string, string[]> {
  const tables = new Map<string, string[]>()
  for (const { table, row } of writes) {
    const rows = tables.get(table)
    const json = JSON.stringify(withoutNulls(row))
    if (rows === undefined) tables.set(table, [json])
    else rows.push(json)
  }
  return tables
}

const jsonArray = (rows: readonly string[]) => `[${rows.join(',')}]`

interface Counters {
  posted_debits: bigint
  posted_credits: bigint
  pending_debits: bigint
  pending_credits: bigint
}

const nothing = [null, null, null, null, null, null]
const ledgerParameterCount = nothing.length

/**
 * Entries get their place within the batch; balances and funds are summed over the batch first, so that
 * a balance row shared by a hundred payments is touched once.
 */
function ledgerParameters(entries: readonly Entry[]): (string | null)[] {
  if (entries.length === 0) return nothing
  const heads = new Map<string, { merchant_id: string; livemode: boolean; entries: number }>()
  const balances = new Map<string, Counters & Record<string, unknown>>()
  const funds = new Map<string, { amount: bigint } & Record<string, unknown>>()
  const releases = new Map<string, unknown>()
  const guards = new Map<string, unknown>()
  const rows: string[] = []
  for (const { row, guarded } of entries) {
    const { merchant_id, livemode, currency } = row
    const book = `${merchant_id}:${livemode}`
    const head = heads.get(book) ?? { merchant_id, livemode, entries: 0 }
    heads.set(book, head)
    head.entries += 1
    rows.push(JSON.stringify({ ...row, seq: head.entries }))
    for (const [line, account] of row.accounts.entries()) {
      const key = `${book}:${account}:${currency}`
      const counters = balances.get(key) ?? {
        ...{ merchant_id, livemode, account, currency },
        ...{ posted_debits: 0n, posted_credits: 0n, pending_debits: 0n, pending_credits: 0n },
      }
      balances.set(key, counters)
      count(counters, 'posted', row.posted[line] ?? 0n)
      count(counters, 'pending', row.pending[line] ?? 0n)
      if (guarded.includes(account)) guards.set(key, { merchant_id, livemode, account, currency })
      if (account === 'merchant_pending' && row.available_at !== null) {
        const day = `${book}:${currency}:${row.available_at.getTime()}`
        const fund = funds.get(day) ?? {
          ...{ merchant_id, livemode, currency, available_at: row.available_at },
          amount: 0n,
        }
        funds.set(day, fund)
        fund.amount -= row.posted[line] ?? 0n
        if (row.kind === 'funds_available') releases.set(day, fund)
      }
    }
  }
  return [
    JSON.stringify([...heads.values()]),
    jsonArray(rows),
    JSON.stringify([...balances.values()]),
    funds.size > 0 ? JSON.stringify([...funds.values()]) : null,
    releases.size > 0 ? JSON.stringify([...releases.values()]) : null,
    guards.size > 0 ? JSON.stringify([...guards.values()]) : null,
  ]
}

function count(counters: Counters, phase: 'posted' | 'pending', amount: bigint): void {
  if (amount > 0n) counters[`${phase}_debits`] += amount
  else counters[`${phase}_credits`] -= amount
}
