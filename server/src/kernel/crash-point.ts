/** Places where a crash would hurt most: between each pair of steps of asking a processor. */
export const crashPoints = ['asking_written', 'answered', 'answer_written'] as const
export type CrashPoint = (typeof crashPoints)[number]

let armed: ((point: CrashPoint) => void) | undefined

/** Lets the drill decide at which points this process dies. Nothing else ever calls it. */
export function armCrashPoints(decide: (point: CrashPoint) => void): void {
  armed = decide
}

/** Marks such a place; free when nothing is armed. */
export function crashPoint(point: CrashPoint): void {
  armed?.(point)
}
