import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { createApi, eventBodies, safeError } from './api/index.ts'
import type { Config } from './config.ts'
import { type Change, type Database, openCommitter, openDatabase } from './db/index.ts'
import { systemClock } from './kernel/index.ts'
import { ledgerJobs } from './ledger/index.ts'
import { notificationJobs } from './notifications/index.ts'
import { type PaymentParts, paymentTools } from './payments/index.ts'
import { createRunner, type Transport } from './processors/index.ts'
import { openDirectory } from './tenants/index.ts'
import { createVault, localMasterKeys, type MasterKey } from './vault/index.ts'
import { createWebhooks, type Webhooks } from './webhooks/index.ts'
import { startWorker, type Worker } from './worker/index.ts'

/** The parts of a running installation, wired together; nothing listens or runs yet. */
export interface System {
  readonly database: Database
  readonly parts: PaymentParts
  readonly webhooks: Webhooks
  /** Makes a change durable; what this server has in memory of it is dropped. */
  commit(change: Change): Promise<void>
  readonly stats: { readonly batches: number; readonly changes: number }
  api(): FastifyInstance
  startWorker(): Worker
  close(): Promise<void>
}

/** Where this installation is, once that is known. */
export interface Addresses {
  readonly databaseUrl: string
  readonly publicUrl: string
  readonly simulatorsUrl: string
}

/**
 * Wires a server from its settings.
 * @param transport answers processors' requests instead of the network, to measure everything but them
 */
export function openSystem(
  config: Pick<
    Config,
    'operatorKey' | 'databaseConnections' | 'commitLanes' | 'allowPrivateWebhooks' | 'dataDir'
  > & { readonly liveMode?: boolean },
  masterKeys: readonly MasterKey[],
  { databaseUrl, publicUrl, simulatorsUrl }: Addresses,
  log: Logger,
  { transport }: { transport?: Transport } = {},
): System {
  const clock = systemClock
  const database = openDatabase(databaseUrl, { size: config.databaseConnections })
  const committer = openCommitter(database, { lanes: config.commitLanes })
  const { liveMode = false, operatorKey } = config
  const directory = openDirectory(database.system, { liveMode, operatorKey })
  const vault = createVault({ database, committer, clock, masterKeys: localMasterKeys(masterKeys) })
  const runner = createRunner({
    clock,
    log: (exchange) => log.debug(exchange, 'exchange'),
    ...(transport === undefined ? {} : { transport }),
  })
  const parts: PaymentParts = {
    ...{ vault, directory, runner, simulatorsUrl, publicUrl },
    alert: (what, where) => log.error(where, what),
  }
  let worker: Worker | undefined
  const commit = async (change: Change) => {
    try {
      await committer.commit(change)
    } finally {
      // Also when it failed: it may be durable all the same.
      directory.forget(change)
    }
  }
  const webhooks = createWebhooks({
    ...{ clock, database, commit, seal: vault },
    render: eventBodies(database, publicUrl),
    policy: {
      allowPrivateAddresses: config.allowPrivateWebhooks,
      allowHighPorts: config.allowPrivateWebhooks,
    },
    aboutUrl: publicUrl,
    log: (entry) => log.info(entry, 'webhook'),
    wake: () => worker?.wake(),
  })
  return {
    ...{ database, parts, webhooks, commit, stats: committer.stats },
    api: () =>
      createApi({
        ...{ database, committer, clock, log, parts, webhooks },
        signingKey: signingKey(masterKeys),
      }),
    startWorker() {
      worker = startWorker({
        ...{ clock, database, committer, directory, webhooks },
        tools: (ctx) => paymentTools(ctx, parts),
        failed: (error, job) => log.error({ err: safeError(error), job }, 'job failed'),
        jobs: [
          ...ledgerJobs({ clock, queries: database.system, commit }, anchorsFile(config)),
          ...notificationJobs({
            ...{ clock, database, committer, directory, parts },
            failed: (error, notification) =>
              log.error(
                { err: safeError(error), notification },
                'a notification could not be settled',
              ),
            refused: (reason, account) =>
              log.warn({ reason, account }, 'a notification was refused'),
          }),
        ],
      })
      return worker
    },
    async close() {
      await webhooks.close()
      await Promise.all([runner.close(), committer.close()])
      await database.close()
    },
  }
}

/** Where the workers of this installation note the ends of the hash chains, outside the database they are of. */
export function anchorsFile({ dataDir }: Pick<Config, 'dataDir'>): string {
  return join(dataDir, 'ledger-anchors.jsonl')
}

/** One secret for all servers of an installation that nobody has to set: it follows from the oldest master key. */
function signingKey(masterKeys: readonly MasterKey[]): string {
  const oldest = masterKeys.at(-1)
  if (oldest === undefined) throw new Error('There is no master key.')
  return createHmac('sha256', oldest.secret).update('switchyard signing key').digest('hex')
}
