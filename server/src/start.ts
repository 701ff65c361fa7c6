import { join } from 'node:path'
import Fastify from 'fastify'
import type { Logger } from 'pino'
import { type Config, SettingsError } from './config.ts'
import { startEmbedded } from './db/embedded/index.ts'
import { migrate } from './db/index.ts'
import { demoSecrets } from './demo/index.ts'
import { type Front, openFront } from './front.ts'
import { systemClock } from './kernel/index.ts'
import { loadMasterKeys } from './master-keys.ts'
import { type Controls, simulators } from './processors/index.ts'
import { openSystem, type System } from './wiring.ts'

/** What of the server this process runs. */
export type Role = 'api' | 'worker' | 'all'

/** A server that runs. */
export interface Running {
  /** Where it answers, without a slash at the end; undefined for a worker alone. */
  readonly url: string | undefined
  readonly system: System
  /** The simulated processors, unless they run elsewhere. */
  readonly controls: Controls | undefined
  /** Takes no more work, finishes what it has, and lets go of everything. */
  stop(): Promise<void>
}

/** What to undo, last first, when the server stops or a later step of its start fails. */
type Undo = (() => Promise<unknown>)[]

/**
 * Starts a server: its address, the database, its migrations, the API and the background jobs, as its role
 * says.
 *
 * @throws {DataDirInUse} when another server runs on the same data directory
 * @throws {SettingsError} when a secret is missing, or one of the demo's would be good for live mode
 * @throws {Error} in words when a port is taken or the database cannot be used
 */
export async function startServer(config: Config, role: Role, log: Logger): Promise<Running> {
  const undo: Undo = []
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const databaseUrl = config.databaseUrl ?? (await ownDatabase(config, log, undo))
    const masterKeys = await loadMasterKeys(config)
    await migrate(databaseUrl)
    const front = role === 'worker' ? undefined : await openFront(config)
    const publicUrl = config.publicUrl ?? front?.url ?? `http://${config.host}:${config.port}`
    const simulatorsUrl = config.simulatorsUrl ?? `${front?.url ?? publicUrl}/simulators`
    const addresses = { databaseUrl, publicUrl, simulatorsUrl }
    const system = openSystem(config, masterKeys, addresses, log)
    undo.push(system.close)
    if (config.liveMode) await refuseDemoSecrets(system)
    const controls = front && (await serve(front, system, config, publicUrl, undo))
    if (role !== 'api') undo.push(system.startWorker().stop)
    return { url: front?.url, system, controls, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The demo's operator key lies in a file: an installation that took over a demo's database ends it first. */
async function refuseDemoSecrets({ database }: System): Promise<void> {
  const secrets = await demoSecrets({ queries: database.system, clock: systemClock })
  if (secrets.length > 0) throw new SettingsError(secrets)
}

async function ownDatabase({ dataDir }: Config, log: Logger, undo: Undo): Promise<string> {
  const server = await startEmbedded({ dataDir, log: (line) => log.warn(line) })
  undo.push(() => server.stop())
  return server.url
}

/** One address for the API and, in test mode, the simulated processors. */
async function serve(
  front: Front,
  system: System,
  config: Config,
  publicUrl: string,
  undo: Undo,
): Promise<Controls | undefined> {
  const api = system.api()
  const isSimulating = config.simulatorsUrl === undefined && !config.liveMode
  const simulated = Fastify({ logger: false, forceCloseConnections: true })
  let controls: Controls | undefined
  if (isSimulating) {
    simulated.register(
      (scope, _options, done) => {
        controls = simulators(scope, {
          directory: join(config.dataDir, 'simulators'),
          clock: systemClock,
          baseUrl: () => `${publicUrl}/simulators`,
        })
        done()
      },
      { prefix: '/simulators' },
    )
  }
  await Promise.all([api.ready(), simulated.ready()])
  undo.push(async () => {
    await front.close(config.drainSeconds)
    await Promise.all([api.close(), simulated.close()])
  })
  front.serve(
    (request, response) =>
      isSimulating && request.url?.startsWith('/simulators/')
        ? simulated.routing(request, response)
        : api.routing(request, response),
    async () =>
      (await system.database.system.selectFrom('psps').select('id').limit(1).execute()) && true,
  )
  return controls
}
