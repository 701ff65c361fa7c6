import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { OsUser } from './os-user.ts'

/** All that PostgreSQL gets of our environment: the rest may hold secrets, or PG… variables. */
const inherited = ['PATH', 'LD_LIBRARY_PATH', 'SystemRoot', 'TEMP', 'TMP']

const keptLength = 16_384
const pipePatienceMs = 500

/**
 * Starts a program as the given user, from a folder that every user can enter.
 *
 * @param variables environment on top of the few variables that are passed on
 */
export function launch(
  file: string,
  args: string[],
  user: OsUser | undefined,
  options: Pick<SpawnOptions, 'stdio' | 'detached'>,
  variables: Record<string, string> = {},
): ChildProcess {
  const passedOn = inherited.flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value]]
  })
  return spawn(file, args, {
    ...options,
    ...(user && { uid: user.uid, gid: user.gid }),
    cwd: '/',
    env: { ...Object.fromEntries(passedOn), LC_ALL: 'C', TZ: 'UTC', ...variables },
    windowsHide: true,
  })
}

/**
 * Collects what a process says on its standard error; the function returned gives the end of it.
 * Call that after the process has ended: it waits for what is still in the pipe, but not for
 * children that outlive the process and hold the pipe open.
 */
export function keepTail(stream: Readable | null): () => Promise<string> {
  let tail = ''
  const ended = new Promise((resolve) => {
    stream?.once('close', resolve)
    stream?.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-keptLength)
    })
  })
  return async () => {
    await Promise.race([ended, delay(pipePatienceMs)])
    return tail.trim()
  }
}

/** How a process ended: one of the two is null. */
export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

export function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
}

export function describeExit({ code, signal }: Exit): string {
  return signal ?? `exit code ${code}`
}

/** @throws {Error} saying what to do instead when the program could not even be started */
export async function pidOf(child: ChildProcess): Promise<number> {
  await new Promise((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', (cause) => reject(notRunnable(child.spawnfile, cause)))
  })
  if (child.pid === undefined) throw new Error(`${child.spawnfile} runs without a process id`)
  return child.pid
}

function notRunnable(file: string, cause: Error): Error {
  return new Error(
    `${file} cannot be run here (${cause.message}): its build may not suit this system; ` +
      'set DATABASE_URL to a PostgreSQL server of version 15 or later instead',
    { cause },
  )
}

/** Runs a program to its end. @throws {Error} with the end of what it said when it fails */
export async function run(file: string, args: string[], user: OsUser | undefined): Promise<void> {
  const child = launch(file, args, user, { stdio: ['ignore', 'ignore', 'pipe'] })
  const [tail, exited] = [keepTail(child.stderr), exitOf(child)]
  await pidOf(child)
  const exit = await exited
  if (exit.code !== 0) throw new Error(`${file} failed (${describeExit(exit)}): ${await tail()}`)
}
