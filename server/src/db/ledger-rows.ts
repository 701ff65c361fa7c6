import type { Change } from './change.ts'
import type { Row, TableName } from './schema.ts'

type Rows<T extends TableName> = { readonly table: T; readonly rows: readonly Row<T>[] }
type LedgerTable = 'ledger_heads' | 'journal_entries' | 'account_balances' | 'pending_funds'

interface Counters extends Row<'account_balances'> {
  posted_debits: bigint
  posted_credits: bigint
  pending_debits: bigint
  pending_credits: bigint
}

/**
 * What the entries of a batch write, as the parameters of `commit_changes`. Balances and funds are summed over
 * the batch first, so that a balance row shared by a hundred payments is touched once. A head says how many
 * entries its book gets, an entry its place counted back from the last, which is 0.
 */
export function ledgerRows(changes: readonly Change[]): Map<string, Rows<LedgerTable>> {
  const heads = new Map<string, Row<'ledger_heads'> & { last_seq: bigint }>()
  const balances = new Map<string, Counters>()
  const funds = new Map<string, Row<'pending_funds'> & { amount: bigint }>()
  const releases = new Map<string, Row<'pending_funds'>>()
  const guards = new Map<string, Row<'account_balances'>>()
  const placed: { readonly row: Change['entries'][number]['row']; readonly place: bigint }[] = []
  for (const { entries } of changes) {
    for (const { row, guarded } of entries) {
      const { merchant_id, livemode, currency } = row
      const book = `${merchant_id}:${livemode}`
      const head = heads.get(book) ?? { merchant_id, livemode, last_seq: 0n, closed_through: null }
      heads.set(book, head)
      head.last_seq += 1n
      placed.push({ row, place: head.last_seq })
      for (const [line, account] of row.accounts.entries()) {
        const key = `${book}:${account}:${currency}`
        const counters = balances.get(key) ?? {
          ...{ merchant_id, livemode, account, currency },
          ...{ posted_debits: 0n, posted_credits: 0n, pending_debits: 0n, pending_credits: 0n },
        }
        balances.set(key, counters)
        count(counters, 'posted', row.posted[line] ?? 0n)
        count(counters, 'pending', row.pending[line] ?? 0n)
        if (guarded.includes(account)) guards.set(key, counters)
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
  }
  const rows = placed.map(({ row, place }) => {
    const { last_seq = 0n } = heads.get(`${row.merchant_id}:${row.livemode}`) ?? {}
    return { ...row, seq: place - last_seq }
  })
  const parameters = new Map<string, Rows<LedgerTable>>([
    ['ledger_heads', { table: 'ledger_heads', rows: [...heads.values()] }],
    ['journal_entries', { table: 'journal_entries', rows }],
    ['account_balances', { table: 'account_balances', rows: [...balances.values()] }],
    ['pending_funds', { table: 'pending_funds', rows: [...funds.values()] }],
    ['releases', { table: 'pending_funds', rows: [...releases.values()] }],
    ['guards', { table: 'account_balances', rows: [...guards.values()] }],
  ])
  for (const [name, { rows: given }] of parameters) if (given.length === 0) parameters.delete(name)
  return parameters
}

function count(counters: Counters, phase: 'posted' | 'pending', amount: bigint): void {
  if (amount > 0n) counters[`${phase}_debits`] += amount
  else counters[`${phase}_credits`] -= amount
}
