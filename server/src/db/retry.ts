import { ChangeRefused } from './change.ts'

/**
 * Runs a verb again on fresh rows when another request changed them between its reading and its writing.
 * Each try reads anew, so a try that loses decides on what the winner left.
 *
 * @param times how often at most; a row contended more than that is a bug or an attack
 */
export async function onCurrentRows<T>(verb: () => Promise<T>, times = 100): Promise<T> {
  for (let left = times; ; left--) {
    try {
      return await verb()
    } catch (error) {
      if (!(error instanceof ChangeRefused && error.refusal === 'stale') || left <= 1) throw error
    }
  }
}
