import { randomBytes } from 'node:crypto'
import { chown, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { superuser } from './address.ts'
import type { Binaries } from './binaries.ts'
import { ifMissing } from './error-code.ts'
import { endServerProcesses } from './leftovers.ts'
import { run } from './os-process.ts'
import { createPassword, passwordFile, readPassword } from './password.ts'
import type { Place } from './place.ts'

/**
 * Makes the cluster if there is none yet, under another name first: what is called by its real
 * name is complete.
 *
 * Sorting is by code point and the same on every system (the `C` locale, with the letters of all
 * languages known to `lower` and `upper`), so an index never depends on a system's library.
 *
 * @param sync false leaves the new files to the system to write: for tests that run without fsync
 * @returns the superuser's password
 */
export async function openCluster(
  place: Place,
  binaries: Binaries,
  sync: boolean,
): Promise<string> {
  const password = await readPassword(place.data)
  const version = await clusterVersion(place.data)
  if (version === undefined) return initialise(place, binaries, sync, password)
  if (version !== binaries.majorVersion) {
    throw new Error(
      `${place.data} was made by PostgreSQL ${version}, and this is ${binaries.majorVersion}: dump it ` +
        'with the earlier release and restore it, or choose another data directory',
    )
  }
  if (!password) {
    throw new Error(
      `${passwordFile(place.data)} is missing or empty, and ${place.data} can't be opened without: ` +
        'bring it back from a backup of the data directory',
    )
  }
  return password
}

async function initialise(
  place: Place,
  binaries: Binaries,
  sync: boolean,
  known: string | undefined,
): Promise<string> {
  await removeUnfinished(place.data)
  const password = known || (await createPassword(place))
  const fresh = `${unfinishedPrefix(place.data)}${randomBytes(4).toString('hex')}`
  await mkdir(fresh, { mode: 0o700 })
  if (place.user) await chown(fresh, place.user.uid, place.user.gid)
  const args = [
    `--pgdata=${fresh}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile(place.data)}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    '--no-instructions',
  ]
  await run(binaries.initdb, sync ? args : [...args, '--no-sync'], place.user)
  await rename(fresh, place.data)
  return password
}

/** Left by an initdb that was killed, or whose starter was while it still runs. */
export async function removeUnfinished(data: string): Promise<void> {
  for (const name of await readdir(dirname(data))) {
    const folder = join(dirname(data), name)
    if (!folder.startsWith(unfinishedPrefix(data))) continue
    await endServerProcesses(folder)
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

function unfinishedPrefix(data: string): string {
  return `${data}.initdb-`
}

/** @returns undefined when there is no cluster yet, nor anything else in its place */
async function clusterVersion(data: string): Promise<string | undefined> {
  const version = await readFile(join(data, 'PG_VERSION'), 'utf8').catch(ifMissing)
  if (version !== undefined) return version.trim()
  const inTheWay = await readdir(data).catch(ifMissing)
  if (!inTheWay?.length) return undefined
  throw new Error(`${data} holds files, but no PostgreSQL cluster: move them out of the way`)
}
