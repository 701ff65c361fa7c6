import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeEmbedded } from '../server/src/db/embedded/index.ts'

/** A data directory for one drill. The user who runs PostgreSQL for root must get through it. */
export async function makeDataDir(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'switchyard-drill-'))
  await chmod(dataDir, 0o711)
  return dataDir
}

export async function removeDataDir(dataDir: string): Promise<void> {
  await removeEmbedded(dataDir)
  await rm(dataDir, { recursive: true })
}
