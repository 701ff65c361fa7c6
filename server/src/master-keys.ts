import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Config, SettingsError } from './config.ts'
import { randomText } from './kernel/index.ts'
import { type MasterKey, newDemoMasterKey, parseMasterKeys, unfitForLive } from './vault/index.ts'

/**
 * The master keys this server works with: from the environment, from their file, or, for test mode only,
 * from a file made now.
 *
 * @throws {SettingsError} when there is none, or live cards would depend on one that was made for a demo
 */
export async function loadMasterKeys({
  masterKeys,
  liveMode,
}: Pick<Config, 'masterKeys' | 'liveMode'>): Promise<readonly MasterKey[]> {
  if (!('file' in masterKeys)) return masterKeys
  const { file, mayBeMade } = masterKeys
  const text = mayBeMade ? await readOrMake(file) : await read(file)
  const keys = parse(file, text)
  const unfit = liveMode ? unfitForLive(keys) : []
  if (unfit.length > 0) {
    throw new SettingsError(
      unfit.map((why) => `${file} cannot be used while LIVE_MODE is on: ${why}`),
    )
  }
  return keys
}

function parse(file: string, text: string): MasterKey[] {
  try {
    return parseMasterKeys(text)
  } catch (error) {
    throw new SettingsError([`${file} cannot be used: ${(error as Error).message}`])
  }
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new SettingsError([
      `MASTER_KEY_FILE cannot be read: ${(error as NodeJS.ErrnoException).message}`,
    ])
  }
}

/** Of two servers that start at once, one makes the file, whole; the other reads it. */
async function readOrMake(file: string): Promise<string> {
  const known = await readFile(file, 'utf8').catch(ifMissing)
  if (known !== undefined) return known
  await mkdir(dirname(file), { recursive: true })
  const draft = `${file}.${randomText(8)}`
  await writeFile(draft, `${newDemoMasterKey()}\n`, { mode: 0o600, flush: true })
  try {
    await link(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(draft)
  }
  return readFile(file, 'utf8')
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
