/** A bulkhead: how many may be inside at once, and how many may wait at the door. */
export interface Slots {
  /** Waits at most `waitMs` for a place. A caller that was told `taken` gives it back once. */
  take(waitMs: number): Promise<'taken' | 'full' | 'expired'>
  give(): void
  readonly inUse: number
  readonly waiting: number
}

/** Places are handed out in the order they were asked for. */
export function createSlots(limits: { concurrent: number; waiting: number }): Slots {
  let inUse = 0
  const queue = new Set<() => void>()
  return {
    get inUse() {
      return inUse
    },
    get waiting() {
      return queue.size
    },
    async take(waitMs) {
      if (inUse < limits.concurrent) {
        inUse += 1
        return 'taken'
      }
      if (queue.size >= limits.waiting) return 'full'
      return new Promise((resolve) => {
        const enter = () => {
          clearTimeout(timer)
          resolve('taken')
        }
        const timer = setTimeout(() => {
          queue.delete(enter)
          resolve('expired')
        }, waitMs)
        queue.add(enter)
      })
    },
    give() {
      const [next] = queue
      if (next === undefined) {
        inUse -= 1
        return
      }
      // The place passes straight to the next in line, so `inUse` stays.
      queue.delete(next)
      next()
    },
  }
}
