import { event } from '../events/index.ts'
import type { Answer } from '../processors/index.ts'
import { bookApproval } from './book-approval.ts'
import { startModification } from './decide-modification.ts'
import { startRefund } from './decide-refund.ts'
import type { Decided, Open } from './decided.ts'
import type { Attempt, Intent } from './model.ts'
import { amountOf, plain } from './rows.ts'
import type { Circumstances } from './times.ts'

/**
 * A yes that came after its attempt was given up: the payer was quicker, or the processor slower, than we
 * were. The money is booked as what it is, and its return is written down in the same change, due at
 * once, for the repair job to ask for. Any other late answer changes nothing. The intent was canceled, or
 * has gone on with another attempt, or waits for one: it hears nothing of this.
 */
export function decideLateAnswer(
  { intent, attempt: late }: Open,
  answer: Answer,
  world: Circumstances,
): Decided | undefined {
  if (answer.outcome !== 'approved') return undefined
  const booked = bookApproval(late, answer, world)
  // The row is written once: what follows builds on the booked attempt but keeps the stored version.
  const attempt = { ...booked.attempt, version: late.version }
  const back = giveBack({ attempt, intent }, world)
  const entries = 'entries' in back ? back.entries : []
  const row = plain('attempts', booked.attempt)
  return {
    intent,
    attempt: back.attempt,
    replaces: back.replaces,
    inserts: [...event('charge.succeeded', row, world.at, world.origin), ...back.inserts],
    entries: [...booked.entries, ...entries],
    declined: undefined,
  }
}

function giveBack(
  { attempt, intent }: { attempt: Attempt; intent: Intent },
  { at, origin }: Circumstances,
) {
  const ask = { amount: amountOf(attempt), at, checkAt: at }
  return attempt.status === 'captured'
    ? startRefund(
        attempt,
        { reason: 'requested_by_customer', refund_application_fee: true },
        { ...ask, from: 'merchant_pending', origin },
      )
    : startModification(
        { intent, attempt },
        { ...ask, kind: 'void', details: { purpose: 'nothing' }, requestKey: null },
      )
}
