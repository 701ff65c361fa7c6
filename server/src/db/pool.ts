import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Schema } from './schema.ts'

/** Whose rows a query may see. Row-level security holds every query to it. */
export interface Scope {
  readonly merchantId?: string
  readonly pspId?: string
  readonly livemode: boolean
}

/** Reads, typed by the schema. Writes go through `commit`. */
export type Queries = Kysely<Schema>

/** The server's connections to PostgreSQL. */
export interface Database {
  /** Reads as one tenant: other tenants' rows do not exist for it. */
  tenant(scope: Scope): Queries
  /** Reads across tenants, for authentication, sweeps and audits. */
  readonly system: Queries
  /** A connection of its own for a commit lane. */
  connect(): Promise<pg.Client>
  close(): Promise<void>
}

const types = new pg.TypeOverrides()
types.setTypeParser(pg.types.builtins.INT8, BigInt)
const bigintArray = 1016 as Parameters<typeof types.setTypeParser>[0]
types.setTypeParser(bigintArray, (text: string) =>
  text === '{}' ? [] : text.slice(1, -1).split(',').map(BigInt),
)

/**
 * Opens the pools. Each connection works as a role that owns no table; a tenant's scope is set for one
 * transaction at a time, so a pooled connection never carries it to the next borrower.
 *
 * @param url a PostgreSQL ≥ 15 the migrations have run on
 * @param size connections for reads, split between tenants and system
 */
export function openDatabase(url: string, { size = 10 }: { size?: number } = {}): Database {
  const options = (role: string, statementTimeoutMs: number): pg.ClientConfig => ({
    connectionString: url,
    options: `-c role=${role} -c search_path=public -c timezone=UTC -c jit=off -c statement_timeout=${statementTimeoutMs} -c idle_in_transaction_session_timeout=60000`,
    types,
    pipeline: true,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
  })
  const pool = (role: string, max: number) => {
    const made = new pg.Pool({ ...options(role, 30_000), max })
    // A connection that dies (a restarted PostgreSQL) is replaced by the next borrower. Its end is told to
    // the query that waits for it; nobody else is to fall over it, whether it is idle or borrowed.
    made.on('error', () => undefined)
    made.on('connect', (client) => client.on('error', () => undefined))
    return made
  }
  const tenantPool = pool('switchyard_tenant', size)
  const systemPool = pool('switchyard_system', Math.max(2, Math.ceil(size / 2)))
  const system = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: systemPool }) })
  return {
    tenant: (scope) =>
      new Kysely<Schema>({ dialect: new PostgresDialect({ pool: scoped(tenantPool, scope) }) }),
    system,
    async connect() {
      // A commit that waits (for a lock, for a standby) is never cancelled: its outcome would be unknown.
      const waiting = options('switchyard_system', 0)
      const client = new pg.Client({
        ...waiting,
        options: `${waiting.options} ${byKeyOnly}`,
        pipeline: false,
      })
      client.on('error', () => undefined)
      await client.connect()
      return client
    },
    async close() {
      await Promise.all([tenantPool.end(), systemPool.end()])
    },
  }
}

/**
 * A commit finds every row by its key. Its plans are kept for as long as the connection, and one made
 * while a table was small would read all of it ever after.
 */
const byKeyOnly =
  '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c plan_cache_mode=force_generic_plan'

/**
 * A view of the pool in which every borrowed connection is inside a read-only transaction of one
 * tenant. BEGIN, the setting and the first query travel together; COMMIT follows on release.
 */
function scoped(pool: pg.Pool, scope: Scope) {
  const setting = (name: string, value: string) =>
    `set_config('app.${name}', ${pg.escapeLiteral(value)}, true)`
  const enter = `begin read only; select ${[
    setting('merchant', scope.merchantId ?? ''),
    setting('psp', scope.pspId ?? ''),
    setting('livemode', String(scope.livemode)),
  ].join(', ')}`
  return {
    async connect() {
      const client = await pool.connect()
      const entered = client.query(enter)
      // A failure shows in the query that follows, which then runs outside the transaction and sees nothing.
      entered.catch(() => undefined)
      return {
        query: ((...args: Parameters<typeof client.query>) =>
          client.query(...args)) as typeof client.query,
        release() {
          client.query('commit').then(
            () => client.release(),
            (error: Error) => client.release(error),
          )
        },
      }
    },
    end: async () => undefined,
  } as unknown as pg.Pool
}
