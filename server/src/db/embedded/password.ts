import { randomBytes } from 'node:crypto'
import { chown, open, readFile, rename } from 'node:fs/promises'
import { ifMissing } from './error-code.ts'
import type { Place } from './place.ts'

export function passwordFile(data: string): string {
  return `${data}.password`
}

/** @returns undefined when no server was ever started here */
export async function readPassword(data: string): Promise<string | undefined> {
  return (await readFile(passwordFile(data), 'utf8').catch(ifMissing))?.trim()
}

/**
 * Makes up the superuser's password, on disk before any cluster knows it.
 *
 * The file is for the user who runs PostgreSQL alone (initdb reads it), and for root.
 */
export async function createPassword(place: Place): Promise<string> {
  const password = randomBytes(24).toString('base64url')
  const unfinished = `${passwordFile(place.data)}.new`
  const file = await open(unfinished, 'w', 0o600)
  try {
    await file.writeFile(`${password}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  if (place.user) await chown(unfinished, place.user.uid, place.user.gid)
  await rename(unfinished, passwordFile(place.data))
  return password
}
