import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { chooseAddress, serverUrl } from './address.ts'
import { locatePackage, prepareBinaries } from './binaries.ts'
import { openCluster } from './cluster.ts'
import { ensureDatabase } from './database.ts'
import { type KeptRunning, keepRunning } from './keep-running.ts'
import { takeLock } from './lock.ts'
import type { Exit } from './os-process.ts'
import { isRoot } from './os-user.ts'
import { type Place, preparePlace } from './place.ts'
import { startPostmaster } from './postmaster.ts'
import { postgresSettings } from './settings.ts'

export interface EmbeddedOptions {
  /** Created when missing. */
  dataDir: string
  /** PostgreSQL settings on top of ours, e.g. { fsync: 'off' } in tests */
  settings?: Record<string, string>
  /** Told what happens after the start: that PostgreSQL died and runs again, or is slow to. */
  log?: (line: string) => void
  /**
   * Where root keeps what the user who runs PostgreSQL can't reach elsewhere; nobody else needs it.
   * `/var/lib/switchyard` if left out.
   */
  sharedDir?: string
}

export interface EmbeddedServer {
  /** postgres:// URL of the superuser, database `switchyard`; the same for as long as we run */
  readonly url: string
  /** The postmaster that runs now, or the last that did. */
  readonly pid: number
  /** How that postmaster ends. Unless `stop` was called, the next one is started at once. */
  readonly exited: Promise<Exit>
  /** Shuts PostgreSQL down and frees the data directory; again is harmless. */
  stop(): Promise<void>
}

/**
 * Starts (initialising on first use) the PostgreSQL whose files live under dataDir/postgres, and
 * starts it again whenever it dies. It ends with this process, however that ends.
 *
 * @throws {DataDirInUse} when another server has this directory
 * @throws {Error} with what PostgreSQL said when it can't start
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  await mkdir(options.dataDir, { recursive: true })
  const sharedDir = options.sharedDir ?? '/var/lib/switchyard'
  const place = await preparePlace(options.dataDir, sharedDir)
  const lock = await takeLock(place.data, resolve(options.dataDir))
  try {
    const { url, server } = await start(place, sharedDir, options)
    let stopped: Promise<void> | undefined
    return {
      url,
      get pid() {
        return server.current().pid
      },
      get exited() {
        return server.current().exited
      },
      stop() {
        stopped ??= server.stop().finally(lock.release)
        return stopped
      },
    }
  } catch (error) {
    await lock.release()
    throw error
  }
}

async function start(
  place: Place,
  sharedDir: string,
  { settings = {}, log = () => {} }: EmbeddedOptions,
): Promise<{ url: string; server: KeptRunning }> {
  const copiesDir = isRoot ? sharedDir : dirname(place.data)
  const binaries = await prepareBinaries(await locatePackage(), place.user, copiesDir)
  const password = await openCluster(place, binaries, settings['fsync'] !== 'off')
  const address = await chooseAddress(place.data)
  const postmaster = { place, binaries, settings: postgresSettings(address, settings), log }
  const server = await keepRunning((signal) => startPostmaster(postmaster, signal), log)
  try {
    await ensureDatabase(address, password)
  } catch (error) {
    await server.stop()
    throw error
  }
  return { url: serverUrl(address, password), server }
}
