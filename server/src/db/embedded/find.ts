import { serverUrl } from './address.ts'
import { readPassword } from './password.ts'
import { readPidFile } from './pid-file.ts'
import { locateCluster } from './place.ts'

/**
 * Looks up the URL of a server that another process has started on this directory.
 *
 * @param dataDir must exist
 * @returns undefined when none is ready; after a crash the server it speaks of may be gone
 */
export async function findEmbedded(dataDir: string): Promise<string | undefined> {
  const data = await locateCluster(dataDir)
  const [password, running] = [await readPassword(data), await readPidFile(data)]
  if (!password || !running?.ready || !running.address) return undefined
  return serverUrl(running.address, password)
}
