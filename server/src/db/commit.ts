import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { batchCall, rowKeys } from './batch.ts'
import { type Change, ChangeRefused } from './change.ts'
import { isLostConnection } from './lost-connection.ts'
import type { Database } from './pool.ts'
import { readShapes, type Shapes } from './shapes.ts'

/** Makes changes durable. The only writer of what tenants own. */
export interface Committer {
  /**
   * Writes a change, whole, together with whatever else is waiting.
   * @throws {ChangeRefused} when the rows have moved on, a key exists, or an account would be overdrawn
   * @throws {CommitUnknown} when the database stayed out of reach: the change may or may not be durable
   */
  commit(change: Change): Promise<void>
  /** Figures since the start, for the benchmark and metrics. */
  readonly stats: { readonly batches: number; readonly changes: number }
  close(): Promise<void>
}

/** The database was lost during a commit and did not come back in time to tell what became of it. */
export class CommitUnknown extends Error {
  override readonly name = 'CommitUnknown'
}

interface Waiting {
  readonly change: Change
  resolve(): void
  reject(error: Error): void
  /** The connection was lost while this was being written: it may be there already. */
  uncertain: boolean
}

const largestBatch = 200

/**
 * Opens the commit lanes. A merchant's changes always take the same lane (a hash of its id), and a lane
 * writes everything that is queued in one function call: one when idle, more under load, no timer.
 *
 * @param patienceMs how long a commit waits for a lost database before it is `CommitUnknown`
 */
export function openCommitter(
  database: Pick<Database, 'connect'>,
  { lanes = 2, patienceMs = 30_000 }: { lanes?: number; patienceMs?: number } = {},
): Committer {
  const stats = { batches: 0, changes: 0 }
  const all = Array.from({ length: lanes }, () => openLane(database, patienceMs, stats))
  return {
    commit(change) {
      refuseStrangers(change)
      const lane = all[laneOf(change.merchantId, lanes)]
      if (lane === undefined) throw new Error(`No commit lane for ${change.merchantId}.`)
      return lane.commit(change)
    },
    stats,
    async close() {
      await Promise.all(all.map((lane) => lane.close()))
    },
  }
}

function openLane(
  database: Pick<Database, 'connect'>,
  patienceMs: number,
  stats: { batches: number; changes: number },
) {
  let queue: Waiting[] = []
  let running: Promise<void> | undefined
  let client: pg.Client | undefined
  let shapes: Shapes | undefined

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      const batch = nextBatch()
      stats.batches += 1
      stats.changes += batch.length
      await settle(batch)
    }
    running = undefined
  }

  /** Everything queued, except what touches a row an earlier change of this batch touches: that waits. */
  function nextBatch(): Waiting[] {
    const batch: Waiting[] = []
    const later: Waiting[] = []
    const taken = new Set<string>()
    for (const waiting of queue) {
      const keys = rowKeys(waiting.change)
      if (batch.length < largestBatch && !keys.some((key) => taken.has(key))) batch.push(waiting)
      else later.push(waiting)
      for (const key of keys) taken.add(key)
    }
    queue = later
    return batch
  }

  async function settle(batch: Waiting[]): Promise<void> {
    try {
      await submit(batch)
      for (const waiting of batch) waiting.resolve()
    } catch (error) {
      if (isLostConnection(error)) return recover(batch, error)
      const [only] = batch
      if (batch.length > 1 || only === undefined) {
        // One of them is at fault: alone, it is the only one refused.
        for (const waiting of batch) await settle([waiting])
        return
      }
      if (isTransient(error)) return settle(batch)
      const refusal = refusalOf(error)
      if (refusal?.refusal === 'duplicate' && only.uncertain && (await hasLanded(only.change))) {
        only.resolve()
      } else only.reject(refusal ?? failure(only.change, error))
    }
  }

  async function submit(batch: readonly Waiting[]): Promise<void> {
    client ??= await database.connect()
    shapes ??= await readShapes(client)
    const changes = batch.map(({ change }) => change)
    try {
      await client.query(batchCall(changes, shapes))
    } catch (error) {
      if ((error as SqlError).code !== wrongShape) throw error
      // A migration has run since: nothing was written, and the tables are looked at again.
      shapes = await readShapes(client)
      await client.query(batchCall(changes, shapes))
    }
  }

  /**
   * The connection died under a commit. Each change is looked up by what it inserts; what is not there
   * is written again, which is safe because its ids and versions are fixed: a second copy is refused.
   */
  async function recover(batch: Waiting[], cause: unknown): Promise<void> {
    const deadline = performance.now() + patienceMs
    void client?.end().catch(() => undefined)
    client = undefined
    for (const waiting of batch) waiting.uncertain = true
    for (let waitMs = 20; performance.now() < deadline; waitMs = Math.min(waitMs * 2, 500)) {
      await pause(waitMs)
      try {
        client = await database.connect()
        const missing: Waiting[] = []
        for (const waiting of batch) {
          if (await hasLanded(waiting.change)) waiting.resolve()
          else missing.push(waiting)
        }
        if (missing.length > 0) await settle(missing)
        return
      } catch (error) {
        if (!isLostConnection(error)) throw error
        client = undefined
      }
    }
    const unknown = new CommitUnknown('The database could not be reached to finish a commit.', {
      cause,
    })
    for (const waiting of batch) waiting.reject(unknown)
  }

  /**
   * Whether a change is durable: it is when what it wrote is there, since it was written whole. A row it
   * inserted is proof by its id; a row it replaced only when it still stands exactly as written, for a
   * rival may have written the same version.
   */
  async function hasLanded({ inserts, replaces, entries }: Change): Promise<boolean> {
    client ??= await database.connect()
    const inserted = inserts.find(({ row }) => 'id' in row)
    const [entry] = entries
    const proof = entry === undefined ? inserted : { table: 'journal_entries', row: entry.row }
    const { table, row } = proof ?? replaces[0] ?? {}
    if (table === undefined || row === undefined || !('id' in row)) return false
    const same = `${keyMatch(row)}${proof === undefined ? ' and to_jsonb(t) = to_jsonb(r)' : ''}`
    const { rows } = await client.query(
      `select from ${table} t, json_populate_record(null::${table}, $1::json) r where t.id = r.id and ${same}`,
      [JSON.stringify(row)],
    )
    return rows.length > 0
  }

  return {
    commit(change: Change): Promise<void> {
      return new Promise((resolve, reject) => {
        queue.push({ change, resolve, reject, uncertain: false })
        // The next turn of the event loop: what arrives in this one is written together.
        running ??= new Promise((start) => setImmediate(() => start(drain())))
      })
    },
    async close() {
      await running
      await client?.end()
    },
  }
}

function laneOf(merchantId: string, lanes: number): number {
  return lanes === 1 ? 0 : createHash('md5').update(merchantId).digest().readUInt32BE(0) % lanes
}

/** What leads the key of the row's table, so that it is found by its index. */
function keyMatch(row: object): string {
  const isMerchants = 'merchant_id' in row && row.merchant_id !== null && 'livemode' in row
  return isMerchants ? 't.merchant_id = r.merchant_id and t.livemode = r.livemode' : 'true'
}

/** A change writes rows of its own merchant only, whatever the verb that made it got wrong. */
function refuseStrangers({ merchantId, livemode, inserts, replaces, entries }: Change): void {
  for (const { row } of [...inserts, ...replaces, ...entries]) {
    const stranger =
      ('merchant_id' in row && row.merchant_id !== null && row.merchant_id !== merchantId) ||
      ('livemode' in row && row.livemode !== livemode)
    if (stranger) throw new Error(`A change of ${merchantId} holds a row of another tenant.`)
  }
}

/** DATATYPE_MISMATCH: rows sent do not have the columns of their table. */
const wrongShape = '42804'

interface SqlError {
  readonly code?: string
  readonly constraint?: string
  readonly table?: string
  readonly message: string
}

/** Deadlock and serialization failures: nothing was written and nothing is wrong with the change. */
function isTransient(error: unknown): boolean {
  return ['40001', '40P01'].includes((error as SqlError).code ?? '')
}

function refusalOf(error: unknown): ChangeRefused | undefined {
  const { code, constraint, table, message } = error as SqlError
  const at = constraint ?? table ?? message
  switch (code) {
    case 'SY001':
      return new ChangeRefused('stale', at, error)
    case 'SY002':
      return new ChangeRefused('overdrawn', at, error)
    case 'SY003':
      return new ChangeRefused('period_closed', at, error)
    case '23505':
      return new ChangeRefused('duplicate', at, error)
    default:
      return undefined
  }
}

function failure({ merchantId, inserts, replaces }: Change, cause: unknown): Error {
  const rows = [...inserts, ...replaces].map(({ table, row }) => ('id' in row ? row.id : table))
  const { message, code } = cause as SqlError
  // PostgreSQL's detail holds whole rows and stays out of messages that may be logged.
  return new Error(`A change of ${merchantId} (${rows.join(', ')}) failed: ${code} ${message}`)
}
