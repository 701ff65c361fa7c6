import type { Queries } from '../db/index.ts'
import type { Outcome } from './outcome.ts'
import { writeOutcomes } from './outcome-store.ts'

/** Writes outcomes down, and says since when the endpoint has been failing, if it is. */
export type Recorder = (outcome: Outcome) => Promise<Date | undefined>

interface Waiting {
  readonly outcome: Outcome
  resolve(failingSince: Date | undefined): void
  reject(error: unknown): void
}

/** Outcomes that come in while others are being written are written together next: one when idle. */
export function createRecorder(system: Queries): Recorder {
  let queue: Waiting[] = []
  let isWriting = false

  async function drain(): Promise<void> {
    isWriting = true
    while (queue.length > 0) {
      const batch = queue
      queue = []
      try {
        const failingSince = await writeOutcomes(
          system,
          batch.map(({ outcome }) => outcome),
        )
        for (const { outcome, resolve } of batch)
          resolve(failingSince.get(outcome.claim.endpointId))
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    isWriting = false
  }

  return (outcome) =>
    new Promise((resolve, reject) => {
      queue.push({ outcome, resolve, reject })
      if (!isWriting) void drain()
    })
}
