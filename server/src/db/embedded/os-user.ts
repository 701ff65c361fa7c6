import type { Stats } from 'node:fs'
import { chmod, mkdir, readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

export interface OsUser {
  name: string
  uid: number
  gid: number
}

/** PostgreSQL refuses to run as root; on Windows there is no such user to tell by its id. */
export const isRoot = process.getuid?.() === 0

/** @param text the content of /etc/passwd: `name:password:uid:gid:…` a line; other lines are skipped */
export function parsePasswd(text: string): OsUser[] {
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':')
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : []
  })
}

/**
 * The user PostgreSQL runs as when we are root.
 *
 * @param ownerId uid of a cluster that is already there: only its owner may open it
 */
export async function unprivilegedUser(ownerId?: number): Promise<OsUser> {
  const users = parsePasswd(await readFile('/etc/passwd', 'utf8'))
  const user =
    ownerId === undefined
      ? (users.find(({ name }) => name === 'postgres') ??
        users.find(({ name }) => name === 'nobody'))
      : users.find(({ uid }) => uid === ownerId)
  if (user) return user
  throw new Error(
    ownerId === undefined
      ? 'PostgreSQL does not run as root, and /etc/passwd has neither a user "postgres" nor "nobody": ' +
          'start as an ordinary user, or add one of them'
      : `the embedded PostgreSQL's files belong to user id ${ownerId}, which is not in /etc/passwd: ` +
          'add that user, or give the files to another with chown -R',
  )
}

/** Which of read (4), write (2) and execute or traverse (1) the mode bits grant; ACLs are not seen. */
export function permissions(file: Pick<Stats, 'mode' | 'uid' | 'gid'>, user: OsUser): number {
  if (file.uid === user.uid) return (file.mode >> 6) & 7
  if (file.gid === user.gid) return (file.mode >> 3) & 7
  return file.mode & 7
}

/** Whether the user may traverse the folder and all that it lies in. @param folder a real path */
export async function canReach(folder: string, user: OsUser): Promise<boolean> {
  if (!(permissions(await stat(folder), user) & 1)) return false
  const parent = dirname(folder)
  return parent === folder || canReach(parent, user)
}

/** Creates a folder that every user may enter and read. One that exists stays as it is. */
export async function publicFolder(path: string): Promise<void> {
  if (await mkdir(path, { recursive: true })) await chmod(path, 0o755)
}
