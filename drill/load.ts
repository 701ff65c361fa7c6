import type { Ack } from './acks.ts'
import { openClient, Unanswered } from './client.ts'
import { dice } from './dice.ts'
import type { Founded } from './found.ts'
import type { OrderPlan } from './plan.ts'
import { liveThrough } from './story.ts'
import type { Tally } from './tally.ts'
import { openTurns } from './turns.ts'

/** What the callers heard. */
export interface Heard {
  readonly acks: readonly Ack[]
  readonly unanswered: readonly string[]
}

/** The callers at work. */
export interface Load {
  /** When the last order has begun. */
  readonly begun: Promise<void>
  readonly done: Promise<Heard>
}

/** Lives through all orders, so many at a time. */
export function startLoad(
  orders: readonly OrderPlan[],
  { founded, url, callers, tally, seed, patienceMs }: LoadParts,
): Load {
  const turns = openTurns(callers)
  const acks: Ack[] = []
  const unanswered: string[] = []
  const clients = founded.merchants.map(({ secretKey }) =>
    openClient({ url, secretKey, turns, tally, dice: dice(`${seed}/clients`), patienceMs }),
  )

  async function liveOne(plan: OrderPlan): Promise<void> {
    const client = clients[plan.shop]
    if (client === undefined) throw new Error(`There is no merchant ${plan.shop}.`)
    try {
      acks.push(...(await liveThrough(plan, client)))
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error
      unanswered.push(`${plan.order}: ${error.message}`)
    } finally {
      turns.give()
    }
  }

  const living: Promise<void>[] = []
  const begun = (async () => {
    for (const plan of orders) {
      await turns.take()
      living.push(liveOne(plan))
    }
  })()
  return {
    begun,
    done: begun.then(() => Promise.all(living)).then(() => ({ acks, unanswered })),
  }
}

interface LoadParts {
  readonly founded: Founded
  readonly url: () => string
  readonly callers: number
  readonly patienceMs: number
  readonly tally: Tally
  readonly seed: string
}
