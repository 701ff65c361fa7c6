import { realpath, rm, rmdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { removeUnfinished } from './cluster.ts'
import { hasCode } from './error-code.ts'
import { clearLeftovers } from './leftovers.ts'
import { lockFiles, takeLock } from './lock.ts'
import { passwordFile } from './password.ts'
import { locateCluster } from './place.ts'

/**
 * Removes the database of a data directory for good, wherever its files lie. Everything else in
 * the directory stays.
 *
 * @param dataDir must exist
 * @throws {DataDirInUse} while a server has it
 */
export async function removeEmbedded(dataDir: string): Promise<void> {
  const data = await locateCluster(dataDir)
  const lock = await takeLock(data, resolve(dataDir))
  try {
    await clearLeftovers(data)
    await removeUnfinished(data)
    await rm(data, { recursive: true, force: true })
    await rm(passwordFile(data), { force: true })
  } finally {
    await lock.release()
  }
  for (const file of lockFiles(data)) await rm(file, { force: true })
  await removeLink(await realpath(dataDir), dirname(data))
}

/** The folder a link leads into goes too, unless it holds other things: then it is not ours alone. */
async function removeLink(base: string, folder: string): Promise<void> {
  if (folder === base) return
  await rm(join(base, 'postgres'))
  await rmdir(folder).catch((error: unknown) => {
    if (!hasCode(error, 'ENOTEMPTY')) throw error
  })
}
