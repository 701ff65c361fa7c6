import { setTimeout as pause } from 'node:timers/promises'

/**
 * So many callers at a time. One who can only wait gives its turn to another meanwhile: while a killed
 * server's requests are found out, the others go on.
 */
export interface Turns {
  take(): Promise<void>
  give(): void
  /** Waits without a turn, then queues for one again. */
  rest(ms: number): Promise<void>
}

export function openTurns(count: number): Turns {
  let free = count
  const queue: (() => void)[] = []
  const take = async () => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => queue.push(resolve))
  }
  const give = () => {
    const next = queue.shift()
    if (next === undefined) free += 1
    else next()
  }
  return {
    take,
    give,
    async rest(ms) {
      give()
      await pause(ms)
      await take()
    },
  }
}
