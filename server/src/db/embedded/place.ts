import { createHash } from 'node:crypto'
import { chmod, lstat, mkdtemp, readlink, realpath, rm, stat, symlink } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { hasCode, ifMissing } from './error-code.ts'
import { canReach, isRoot, type OsUser, publicFolder, unprivilegedUser } from './os-user.ts'

/** Where one embedded PostgreSQL keeps its files, and whose they are. */
export interface Place {
  /**
   * The cluster with its socket and its log: all of it PostgreSQL's own, and a real path. Our files
   * lie beside it and are called after it: `postgres.lock`, `postgres.password`.
   */
  data: string
  /** Whom PostgreSQL runs as; undefined is ourselves. */
  user: OsUser | undefined
}

/**
 * Decides where the cluster of a data directory lies and who runs it.
 *
 * Root can't run PostgreSQL, and the user that does may be shut out of the data directory (one under
 * /root, for example). Nobody's permissions are loosened for that: the cluster then lies in a folder
 * of its own in the shared directory, and `dataDir/postgres` is a link to it.
 *
 * @param dataDir must exist
 * @param sharedDir used by root only; created when needed
 */
export async function preparePlace(dataDir: string, sharedDir: string): Promise<Place> {
  const data = await locateCluster(dataDir)
  const owner = (await stat(data).catch(ifMissing))?.uid
  if (!isRoot) return { data: ownedByUs(data, owner), user: undefined }
  if (owner === 0) {
    throw new Error(
      `${data} belongs to root, who can't run PostgreSQL: chown -R it to another user`,
    )
  }
  const user = await unprivilegedUser(owner)
  if (await canReach(dirname(data), user)) return { data, user }
  if (owner === undefined && dirname(data) === (await realpath(dataDir))) {
    return { data: await linkToShared(data, sharedDir), user }
  }
  throw new Error(
    `${dirname(data)} cannot be entered by user "${user.name}", who runs PostgreSQL for root: ` +
      'let that user in (chmod +x each folder above it), or choose another data directory',
  )
}

/**
 * @param dataDir must exist
 * @returns the real path at which the cluster lies, or will
 */
export async function locateCluster(dataDir: string): Promise<string> {
  const base = await realpath(dataDir)
  const name = join(base, 'postgres')
  if (!(await lstat(name).catch(ifMissing))?.isSymbolicLink()) return name
  const target = resolve(base, await readlink(name))
  const folder = await realpath(dirname(target)).catch(ifMissing)
  if (folder) return join(folder, target.slice(dirname(target).length))
  throw new Error(
    `${name} is a link to ${target}, which is gone: bring it back, ` +
      'or remove the link to begin with an empty database',
  )
}

/**
 * A new folder every time: one that was made for an earlier data directory of the same name may
 * hold somebody's books, and is neither taken over nor removed.
 */
async function linkToShared(name: string, sharedDir: string): Promise<string> {
  await publicFolder(sharedDir)
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 10)
  const folder = await mkdtemp(join(await realpath(sharedDir), `${hash}-`))
  await chmod(folder, 0o711)
  try {
    await symlink(join(folder, 'postgres'), name)
    return join(folder, 'postgres')
  } catch (error) {
    await rm(folder, { recursive: true })
    // Two started at the same moment: the first link stands, and the lock beside its target decides.
    if (hasCode(error, 'EEXIST')) return readlink(name)
    throw error
  }
}

function ownedByUs(data: string, owner: number | undefined): string {
  const ourselves = process.getuid?.()
  if (owner === undefined || ourselves === undefined || owner === ourselves) return data
  throw new Error(
    `${data} belongs to user id ${owner} and this process runs as ${ourselves}: ` +
      'start as that user or as root, or choose another data directory',
  )
}
