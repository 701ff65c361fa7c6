import { setTimeout as pause } from 'node:timers/promises'
import type { CrashPoint } from '../server/src/kernel/index.ts'
import type { KillPlan, Target } from './kill-plan.ts'
import { killBackend, killPostmaster } from './postgres.ts'
import type { Supervisor } from './supervisor.ts'
import type { Figures } from './tally.ts'

/** Carries the kill plan out while the callers are at work. */
export interface Killer {
  /** How far the callers are: starts the next kill when its time has come. */
  stepped(figures: Figures): void
  /** How often what was killed. */
  readonly done: Readonly<Partial<Record<Target, number>>>
  /** When the whole plan has been carried out. */
  readonly finished: Promise<void>
  /** Kills nothing more; waits for a kill that is under way. */
  stop(): Promise<void>
}

/** Requests the next server must have answered before it is killed: an idle one proves nothing. */
const fewestSteps = 5
/** A point that has not been reached after so many more steps is not waited for: the server dies anyway. */
const mostSteps = 150
const mostTries = 100

export function openKiller(
  plan: readonly KillPlan[],
  dataDir: string,
  supervisor: Supervisor,
): Killer {
  const waiting = [...plan]
  const done: Partial<Record<Target, number>> = {}
  let steps = 0
  let notBefore = 0
  let underWay: Promise<void> | undefined
  let stopped = false
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>()
  if (plan.length === 0) finish()

  function died(what: Target): void {
    done[what] = (done[what] ?? 0) + 1
  }

  async function carryOut({ what, delayMs, passing }: KillPlan): Promise<void> {
    switch (what) {
      case 'server':
        await pause(delayMs)
        await supervisor.kill()
        return died(what)
      case 'start':
        await supervisor.kill()
        died('server')
        await pause(delayMs * 10)
        await supervisor.kill()
        return died(what)
      case 'postmaster':
        return died(await untilKilled(what, killPostmaster))
      case 'backend':
        return died(await untilKilled(what, killBackend))
      case 'asking_written':
      case 'answered':
      case 'answer_written':
        return died((await diesAt(what, passing)) ? what : 'server')
    }
  }

  /** Between two lives of PostgreSQL there is nothing to kill: it is waited for, and the server dies if it is not back. */
  async function untilKilled(
    what: Target,
    kill: (dataDir: string) => Promise<boolean>,
  ): Promise<Target> {
    for (let tries = 0; tries < mostTries && !stopped; tries++) {
      if (await kill(dataDir)) return what
      await pause(100)
    }
    await supervisor.kill()
    return 'server'
  }

  async function diesAt(point: CrashPoint, passing: number): Promise<boolean> {
    const until = steps + mostSteps
    const { lives } = supervisor
    supervisor.arm({ point, passing })
    while (supervisor.lives === lives) {
      if (stopped || steps > until) {
        await supervisor.kill()
        return false
      }
      await pause(5)
    }
    return true
  }

  return {
    done,
    finished,
    stepped(figures) {
      ;({ steps } = figures)
      const [next] = waiting
      if (underWay !== undefined || stopped || next === undefined) return
      if (steps < Math.max(next.afterSteps, notBefore)) return
      waiting.shift()
      underWay = carryOut(next)
        .then(() => supervisor.ready())
        .then(() => {
          notBefore = steps + fewestSteps
          underWay = undefined
          if (waiting.length === 0) finish()
        })
    },
    async stop() {
      stopped = true
      await underWay
    },
  }
}
