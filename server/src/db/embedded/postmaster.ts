import type { ChildProcess } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import type { Binaries } from './binaries.ts'
import { lastWords } from './last-words.ts'
import { clearLeftovers, shutDown } from './leftovers.ts'
import { describeExit, type Exit, exitOf, keepTail, launch, pidOf, run } from './os-process.ts'
import { readPidFile } from './pid-file.ts'
import type { Place } from './place.ts'
import { watchOverOwner } from './watchdog.ts'

/** One life of PostgreSQL's parent process. */
export interface Postmaster {
  pid: number
  exited: Promise<Exit>
  /** Shuts it down, if it still lives, and waits for its end. */
  stop(): Promise<void>
}

export interface PostmasterOptions {
  place: Place
  binaries: Binaries
  settings: Record<string, string>
  log: (line: string) => void
}

const pollMs = 10
const silenceMs = 5_000

/**
 * Starts a postmaster and waits until it takes connections. Recovery after a crash may take its
 * time, and would begin anew if it were cut short; so only its death or `signal` ends the wait.
 *
 * @throws {Error} with the end of PostgreSQL's own log when it ends before it is ready
 */
export async function startPostmaster(
  options: PostmasterOptions,
  signal: AbortSignal,
): Promise<Postmaster> {
  const { data } = options.place
  const stalePid = await clearLeftovers(data)
  signal.throwIfAborted()
  const startedAt = Date.now()
  const child = launchPostgres(options, stalePid)
  const said = keepTail(child.stderr)
  const postmaster = await asPostmaster(child, options)
  const stop = () => {
    postmaster.stop().catch((error: Error) => options.log(error.message))
  }
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  try {
    if (await isReady(postmaster, options)) return postmaster
  } finally {
    signal.removeEventListener('abort', stop)
  }
  const ending = describeExit(await postmaster.exited)
  const words = await lastWords(data, await said(), startedAt)
  throw new Error(`PostgreSQL did not start (${ending}). It says:\n${words}`)
}

/**
 * Detached, so that a Ctrl-C at the terminal is for us alone: we drain first, then stop it. (On
 * Windows a detached process would outlive us, and Ctrl-C does not reach a hidden one.)
 *
 * @param stalePid PostgreSQL takes a live process of this pid for another postmaster, unless told
 *   that it descends from it (as pg_ctl does). Removing the stale pid file instead would also remove
 *   what keeps a new postmaster out while processes of the old one still use the shared memory.
 */
function launchPostgres(
  { place, binaries, settings }: PostmasterOptions,
  stalePid: number | undefined,
): ChildProcess {
  const set = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return launch(
    binaries.postgres,
    ['-D', place.data, ...set],
    place.user,
    { stdio: ['ignore', 'ignore', 'pipe'], detached: process.platform !== 'win32' },
    stalePid === undefined ? {} : { PG_GRANDPARENT_PID: String(stalePid) },
  )
}

async function asPostmaster(child: ChildProcess, options: PostmasterOptions): Promise<Postmaster> {
  const exited = exitOf(child)
  const pid = await pidOf(child)
  const endWatch = watchOverOwner(pid, options.place, options.log)
  return {
    pid,
    exited: exited.finally(endWatch),
    async stop() {
      if (process.platform === 'win32') {
        // There are no signals on Windows: pg_ctl speaks to the postmaster in its own way.
        if (isRunning(child))
          await run(options.binaries.pgCtl, ['kill', 'INT', `${pid}`], undefined)
      } else {
        await shutDown(pid, async () => isRunning(child))
      }
      await exited
    },
  }
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null
}

/** @returns false when the postmaster has ended instead */
async function isReady({ pid, exited }: Postmaster, options: PostmasterOptions): Promise<boolean> {
  const over = exited.then(() => true)
  let nextWord = Date.now() + silenceMs
  do {
    const status = await readPidFile(options.place.data)
    if (status?.pid === pid && status.ready) return true
    if (Date.now() > nextWord) {
      options.log('PostgreSQL is still starting: it is recovering what was not written in time')
      nextWord += silenceMs
    }
  } while (!(await Promise.race([over, delay(pollMs, false)])))
  return false
}
