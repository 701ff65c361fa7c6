import type { Answer } from '../processors/index.ts'
import { type Circumstances, type Decided, decideAnswer, type Open } from './decide-answer.ts'
import { startModification } from './decide-modification.ts'
import { startRefund } from './decide-refund.ts'
import { amountOf } from './rows.ts'

/**
 * A yes that came after the payment was canceled: the payer was quicker, or the processor slower, than we
 * were. The money is booked as what it is, and its return is written down in the same change, due at
 * once, for the repair job to ask for. Any other late answer changes nothing.
 */
export function decideLateAnswer(
  open: Open,
  answer: Answer,
  world: Circumstances,
): Decided | undefined {
  if (answer.outcome !== 'approved') return undefined
  const booked = decideAnswer({ ...open, method: undefined }, answer, world)
  // The rows are written once: what follows builds on the booked attempt but keeps the stored version.
  const attempt = { ...booked.attempt, version: open.attempt.version }
  const intent = { ...booked.intent, version: open.intent.version }
  const ask = { amount: amountOf(attempt), at: world.at, checkAt: world.at }
  const isCaptured = attempt.status === 'captured'
  const back = isCaptured
    ? startRefund(
        attempt,
        { reason: 'requested_by_customer' },
        { ...ask, from: 'merchant_pending', origin: world.origin },
      )
    : startModification({ intent, attempt }, { ...ask, kind: 'void', requestKey: null })
  const entries = 'entries' in back ? back.entries : []
  return {
    ...booked,
    attempt: back.attempt,
    replaces: back.replaces,
    inserts: [...booked.inserts, ...back.inserts],
    entries: [...booked.entries, ...entries],
  }
}
