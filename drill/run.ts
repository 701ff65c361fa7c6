import type { Controls } from '../server/src/processors/index.ts'
import { type Bed, makeBed } from './bed.ts'
import { type Judged, judge } from './compare.ts'
import { misbehave } from './faults.ts'
import { gather } from './gather.ts'
import { planKills, type Target } from './kill-plan.ts'
import { openKiller } from './killer.ts'
import { startLoad } from './load.ts'
import type { Options } from './options.ts'
import { countSteps, planOrders } from './plan.ts'
import { waitForDeliveries, waitForEnds } from './settle.ts'
import { type Figures, openTally } from './tally.ts'

/** How a drill went. */
export interface Outcome {
  readonly options: Options
  readonly promises: readonly Judged[]
  readonly figures: DrillFigures
  /** Kept only when asked for. */
  readonly dataDir: string
}

export interface DrillFigures extends Figures {
  readonly kills: Readonly<Partial<Record<Target, number>>>
  readonly lives: number
  readonly charges: number
  readonly refunds: number
  readonly events: number
  readonly webhooksTaken: number
  readonly webhooksRefused: Readonly<Record<string, number>>
  /** What the simulators did wrong on purpose, notifications included. */
  readonly faults: Readonly<Record<string, number>>
  readonly seconds: Readonly<Record<'load' | 'untilAllEnded' | 'total', number>>
}

/** One drill, from nothing to the judgement. */
export async function drill(options: Options): Promise<Outcome> {
  const startedAt = performance.now()
  const bed = await makeBed(options)
  try {
    return await run(options, bed, startedAt)
  } finally {
    await bed.close()
  }
}

async function run(options: Options, bed: Bed, startedAt: number): Promise<Outcome> {
  const { dataDir, simulators, receiver, supervisor } = bed
  const { seed } = options
  const orders = planOrders(seed, options.payments)
  const plan = planKills(seed, options.kills, countSteps(orders))
  const killer = openKiller(plan, dataDir, supervisor)
  const tally = openTally((figures) => killer.stepped(figures))
  misbehave(simulators.controls, options.faults)

  const loadAt = performance.now()
  const { founded, url } = supervisor
  const load = startLoad(orders, { founded, url, tally, ...options })
  await load.begun
  await Promise.race([killer.finished, load.done])
  await killer.stop()
  for (const control of Object.values(simulators.controls)) control.clearFaults()
  const lastFaultAt = performance.now()
  const heard = await load.done
  const loadMs = performance.now() - loadAt
  const { ms, open } = await waitForEnds(dataDir, lastFaultAt)
  receiver.calm()
  await waitForDeliveries(dataDir)
  const evidence = await gather(bed, heard, open)
  await supervisor.stop()

  const all = evidence.testimonies
  const count = (of: 'charges' | 'refunds' | 'events') =>
    all.reduce((sum, each) => sum + each[of].length, 0)
  return {
    ...{ options, dataDir, promises: judge(evidence) },
    figures: {
      ...tally.figures,
      ...{ kills: killer.done, lives: supervisor.lives },
      ...{ charges: count('charges'), refunds: count('refunds'), events: count('events') },
      webhooksTaken: [...receiver.taken.values()].reduce((sum, times) => sum + times, 0),
      webhooksRefused: receiver.refusals,
      faults: countFaults(simulators.controls),
      seconds: {
        load: seconds(loadMs),
        untilAllEnded: seconds(ms),
        total: seconds(performance.now() - startedAt),
      },
    },
  }
}

function countFaults(controls: Controls): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const control of Object.values(controls)) {
    for (const [fault, count] of Object.entries(control.faultsMet())) {
      counts[fault] = (counts[fault] ?? 0) + count
    }
  }
  return counts
}

const seconds = (ms: number) => Math.round(ms / 100) / 10
