import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Founded } from './found.ts'
import type { FromServer, ToServer } from './server-messages.ts'

/** Keeps the server under test running: whenever it dies, it is started again at once. */
export interface Supervisor {
  /** Where it answers, or did before it died. */
  url(): string
  readonly founded: Founded
  /** Waits until a server takes requests. */
  ready(): Promise<void>
  /** How many were started. */
  readonly lives: number
  /** Tells the one that runs now where to die. */
  arm(order: ToServer): void
  /** Kill -9. @returns when it is gone */
  kill(): Promise<void>
  /** Ends that nobody ordered: the server fell by itself. */
  readonly falls: readonly string[]
  /** Tells it to stop and lets it finish. */
  stop(): Promise<void>
}

interface Life {
  readonly child: ChildProcess
  readonly gone: Promise<void>
  readonly ready: Promise<FromServer | undefined>
}

const file = fileURLToPath(new URL('server.ts', import.meta.url))
/** A server that cannot even start is not started again without a pause. */
const pauseAfterFallMs = 200

/**
 * Starts the server and waits until it takes requests.
 *
 * @param environment its settings
 * @param logFile what it says goes to the end of it
 * @param isUp told of each life that has begun
 */
export async function supervise(
  environment: Readonly<Record<string, string>>,
  logFile: string,
  isUp: (url: string, founded: Founded) => void,
): Promise<Supervisor> {
  const log = openSync(logFile, 'a')
  const falls: string[] = []
  let lives = 0
  let stopping = false
  let url = ''
  let founded: Founded | undefined

  function begin(): Life {
    lives += 1
    const first = lives === 1 ? { SWITCHYARD_DRILL_FOUND: 'yes' } : {}
    const child = fork(file, {
      env: { ...process.env, ...environment, ...first },
      execArgv: [],
      stdio: ['ignore', log, log, 'ipc'],
    })
    const ended = once(child, 'exit')
    const ready = Promise.race([
      once(child, 'message').then(([message]) => message as FromServer),
      ended.then(() => undefined),
    ])
    return { child, gone: ended.then(() => undefined), ready }
  }

  let life = begin()

  async function watch(): Promise<void> {
    for (;;) {
      const up = await life.ready
      if (up !== undefined) {
        url = up.url
        founded ??= up.founded
        if (founded !== undefined) isUp(url, founded)
      }
      await life.gone
      const { exitCode, signalCode } = life.child
      if (!stopping && signalCode !== 'SIGKILL') {
        falls.push(`life ${lives} ended by itself with ${signalCode ?? `exit code ${exitCode}`}`)
        await pause(pauseAfterFallMs)
      }
      if (stopping) {
        if (exitCode !== 0) falls.push(`it stopped with ${signalCode ?? `exit code ${exitCode}`}`)
        return
      }
      life = begin()
    }
  }

  const watching = watch()
  await life.ready
  if (founded === undefined) {
    stopping = true
    life.child.kill('SIGKILL')
    await watching
    throw new Error(`The server under test did not start: see ${logFile}.`)
  }
  return {
    ...{ founded, falls, url: () => url },
    get lives() {
      return lives
    },
    async ready() {
      while ((await life.ready) === undefined) await pause(10)
    },
    // One that has just died needs no order, and its channel is no reason for us to fall.
    arm: (order) => void life.child.send(order, () => undefined),
    async kill() {
      const { child, gone } = life
      child.kill('SIGKILL')
      await gone
    },
    async stop() {
      stopping = true
      life.child.kill('SIGTERM')
      await watching
    },
  }
}
