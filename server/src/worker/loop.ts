/** A job that runs again and again, never beside itself. */
export interface Loop {
  /** Runs it soon, without waiting for its pause to end. */
  wake(): void
  /** Starts nothing more, and waits for the round that is under way. */
  stop(): Promise<void>
}

/**
 * Runs a job, pauses, and runs it again. While it finds work it goes on at once.
 *
 * @param round one round; returns how much it found to do
 * @param failed told of a round that failed; the next comes after the pause all the same
 */
export function loop(
  pauseMs: number,
  round: () => Promise<number>,
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
        if ((await round()) > 0) again = true
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
