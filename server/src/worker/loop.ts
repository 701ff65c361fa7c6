/** A job that runs again and again, never beside itself. */
export interface Loop {
  /** Runs it soon, without waiting for its pause to end. */
  wake(): void
  /** Starts nothing more, and waits for the round that is under way. */
  stop(): Promise<void>
}

/**
 * Runs a job, pauses, and runs it again; at once where a round left something over.
 *
 * @param round one round; returns whether it took all it may at a time, so that more may be waiting
 * @param failed told of a round that failed; the next comes after the pause all the same
 */
export function loop(
  pauseMs: number,
  round: () => Promise<boolean>,
  failed: (error: unknown) => void,
): Loop {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let again = false
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    do {
      again = false
      try {
        if (await round()) again = true
      } catch (error) {
        failed(error)
        again = false
      }
    } while (again && !stopped)
    running = undefined
    if (!stopped) timer = setTimeout(start, pauseMs)
  }

  function start(): void {
    clearTimeout(timer)
    running ??= run()
  }

  timer = setTimeout(start, 0)
  return {
    wake() {
      again = true
      if (!stopped) start()
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
