import { largestFanOut, type Webhooks } from '../webhooks/index.ts'
import { createExpiry } from './expiry.ts'
import { type Loop, loop } from './loop.ts'
import { createRepair, type RepairParts } from './repair.ts'
import { forgetRequests } from './store.ts'

/** What the background jobs work on. */
export interface WorkerParts extends RepairParts {
  readonly webhooks: Pick<Webhooks, 'fanOut' | 'deliverDue'>
  /** Jobs of other folders, by name: how often, and one round. */
  readonly jobs: readonly Job[]
}

export interface Job {
  readonly name: string
  readonly everyMs: number
  /** @returns whether more may be waiting than it took: then it is run again at once */
  round(): Promise<boolean>
}

/** The jobs, running. */
export interface Worker {
  /** There is something to deliver. */
  wake(): void
  stop(): Promise<void>
}

const hourMs = 3_600_000
/** Stripe keeps idempotent answers for at least a day. */
const keepRequestsMs = 24 * hourMs

/** A round that sees everything there is; what comes meanwhile waits for the next. */
function all(sweep: () => Promise<unknown>): Job['round'] {
  return async () => {
    await sweep()
    return false
  }
}

/** Starts all background jobs of this server. */
export function startWorker(parts: WorkerParts): Worker {
  const { webhooks, database, clock } = parts
  const repair = createRepair(parts)
  const jobs: readonly Job[] = [
    { name: 'repair', everyMs: 500, round: all(repair) },
    { name: 'expire-holds', everyMs: 60_000, round: all(createExpiry(parts)) },
    {
      name: 'fan-out',
      everyMs: 200,
      round: async () => (await webhooks.fanOut()) === largestFanOut,
    },
    { name: 'deliver', everyMs: 500, round: async () => (await webhooks.deliverDue()).handled > 0 },
    {
      name: 'forget',
      everyMs: hourMs,
      round: all(() =>
        forgetRequests(database.system, new Date(clock.now().getTime() - keepRequestsMs)),
      ),
    },
    ...parts.jobs,
  ]
  const loops = new Map<string, Loop>(
    jobs.map(({ name, everyMs, round }) => [
      name,
      loop(everyMs, round, (error) => parts.failed(error, name)),
    ]),
  )
  return {
    wake() {
      loops.get('fan-out')?.wake()
      loops.get('deliver')?.wake()
    },
    async stop() {
      await Promise.all([...loops.values()].map((each) => each.stop()))
    },
  }
}
