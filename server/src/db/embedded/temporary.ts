import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeEmbedded } from './remove.ts'
import { type EmbeddedOptions, type EmbeddedServer, startEmbedded } from './server.ts'

/**
 * Starts an empty PostgreSQL that `stop` removes without trace, for tests and measurements. It does
 * not wait for the disk (fsync is off) unless the settings say so.
 */
export async function startTemporary(
  options: Omit<EmbeddedOptions, 'dataDir'> = {},
): Promise<EmbeddedServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'switchyard-'))
  const remove = async () => {
    await removeEmbedded(dataDir)
    await rm(dataDir, { recursive: true })
  }
  try {
    // Ours alone, so we may let through the user who runs PostgreSQL for root: all stays in here.
    await chmod(dataDir, 0o711)
    const settings = { fsync: 'off', ...options.settings }
    const server = await startEmbedded({ ...options, dataDir, settings })
    let removed: Promise<void> | undefined
    return {
      url: server.url,
      get pid() {
        return server.pid
      },
      get exited() {
        return server.exited
      },
      stop() {
        removed ??= server.stop().then(remove)
        return removed
      },
    }
  } catch (error) {
    await remove()
    throw error
  }
}
