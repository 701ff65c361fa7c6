import { chmodSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { hasCode } from './error-code.ts'

/** Another server, in this process or another, holds the data directory. */
export class DataDirInUse extends Error {
  override readonly name = 'DataDirInUse'
  readonly dataDir: string
  /** The process that holds it; undefined when it has not said so yet, or runs in another container. */
  readonly pid: number | undefined

  constructor(dataDir: string, pid: number | undefined) {
    super(
      `${dataDir} is in use by ${pid === undefined ? 'another process' : `process ${pid}`}: ` +
        'stop that server first, or choose another data directory',
    )
    this.dataDir = dataDir
    this.pid = pid
  }
}

export interface Lock {
  release(): Promise<void>
}

/** Held here so that no lock is lost to the garbage collector, which would close its file. */
const held = new Set<DatabaseSync>()

const sqliteBusy = 5

/**
 * Takes the lock of a data directory, or refuses at once.
 *
 * The lock is the operating system's own lock on a file, which SQLite takes the same way on every
 * system. The kernel drops it with the process that holds it, however that dies, so there is no
 * stale lock to recognise and no reused pid to mistake for its owner; of two that start at the same
 * moment one wins; and it holds between containers that share a volume, where pids say nothing.
 *
 * @param data the cluster, beside which the lock lies in a folder of ours
 * @param dataDir the directory as the person knows it, for the message
 * @throws {DataDirInUse}
 */
export async function takeLock(data: string, dataDir: string): Promise<Lock> {
  const [lockFile, ownerFile] = lockFiles(data)
  const file = lockedFile(lockFile)
  if (!file) throw new DataDirInUse(dataDir, await ownerOf(ownerFile))
  held.add(file)
  const lock = {
    async release() {
      if (!held.delete(file)) return
      await rm(ownerFile, { force: true }).finally(() => file.close())
    },
  }
  try {
    await writeFile(ownerFile, String(process.pid))
    return lock
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** The file that is locked, and the one that says by whom. */
export function lockFiles(data: string): [lockFile: string, ownerFile: string] {
  return [`${data}.lock`, `${data}.owner`]
}

/** Nobody but SQLite may open this file: closing it again anywhere in this process frees its lock. */
function lockedFile(path: string): DatabaseSync | undefined {
  const file = new DatabaseSync(path)
  try {
    file.exec('pragma journal_mode = memory; begin exclusive')
    chmodSync(path, 0o600)
    return file
  } catch (error) {
    file.close()
    if (isBusy(error)) return undefined
    throw new Error(`${path} cannot be locked: the data directory must lie on a local disk`, {
      cause: error,
    })
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy
}

/** Who has just won writes its pid a moment later; until then the file is missing, or a dead one's. */
async function ownerOf(ownerFile: string): Promise<number | undefined> {
  for (let attempt = 0; attempt < 150; attempt++) {
    const pid = Number(await readFile(ownerFile, 'utf8').catch(() => ''))
    if (pid > 0 && isAlive(pid)) return pid
    await delay(20)
  }
  return undefined
}

/** Whether a process has this pid, be it another user's. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return hasCode(error, 'EPERM')
  }
}
