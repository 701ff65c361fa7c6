import { contradictions, wrongAnswers } from './compare-answers.ts'
import { bookDifferences, doneTwice, lostMoney } from './compare-books.ts'
import type { Evidence } from './evidence.ts'

/** A promise, and everything that breaks it, a sentence each. */
export interface Judged {
  readonly promise: Promised
  readonly broken: readonly string[]
}

/** What the drill promises, and where the answer comes from. */
const promises = {
  'nothing is charged or refunded twice': doneTwice,
  'no money is lost or invented': lostMoney,
  'every charge and refund is as the processor has it': bookDifferences,
  'every request is answered': wrongAnswers,
  'no answer is contradicted later': contradictions,
  'every payment comes to an end in time': ({ open }) => open,
  'every event is delivered': undelivered,
  'every webhook is signed': ({ forgedWebhooks }) => forgedWebhooks,
  'no forged notification is believed': ({ believed }) => believed,
  'every book adds up to nothing': ({ imbalances, drift }) => [...imbalances, ...drift],
  'the audit finds nothing, the hash chain is intact': ({ audit }) => audit,
  'the server falls only when it is killed': ({ falls }) => falls,
} as const satisfies Readonly<Record<string, (evidence: Evidence) => readonly string[]>>

export type Promised = keyof typeof promises

/** Holds what was found against each promise. Pure. */
export function judge(evidence: Evidence): Judged[] {
  return Object.entries(promises).map(([promise, look]) => ({
    promise: promise as Promised,
    broken: look(evidence),
  }))
}

function undelivered({ testimonies, taken }: Evidence): string[] {
  return testimonies
    .flatMap(({ events }) => events)
    .filter(({ id }) => !taken.has(id))
    .map(({ id, type }) => `${id} (${type}) never arrived`)
}
