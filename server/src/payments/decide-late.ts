import { event } from '../events/index.ts'
import type { Answer, Approved } from '../processors/index.ts'
import { bookApproval } from './book-approval.ts'
import { decideAnswer } from './decide-answer.ts'
import { startModification } from './decide-modification.ts'
import { startRefund } from './decide-refund.ts'
import type { Decided, Open } from './decided.ts'
import type { Attempt, Intent } from './model.ts'
import { amountOf, plain } from './rows.ts'
import type { Circumstances } from './times.ts'

/**
 * A yes that came after its attempt was given up: the payer was quicker, or the processor slower, than we
 * were. The money is booked as what it is, and its return is written down in the same change, due at
 * once, for the repair job to ask for. Any other late answer changes nothing. An intent that was not
 * canceled has gone on with another attempt, or waits for one: it hears nothing of this.
 */
export function decideLateAnswer(
  open: Open,
  answer: Answer,
  world: Circumstances,
): Decided | undefined {
  if (answer.outcome !== 'approved') return undefined
  const isCanceled = open.intent.status === 'canceled'
  const booked = isCanceled
    ? decideAnswer({ ...open, method: undefined }, answer, world)
    : withoutIntent(open, answer, world)
  // The rows are written once: what follows builds on the booked attempt but keeps the stored version.
  const attempt = { ...booked.attempt, version: open.attempt.version }
  const intent = { ...booked.intent, version: open.intent.version }
  const back = giveBack({ attempt, intent }, isCanceled ? 'cancel' : 'nothing', world)
  const entries = 'entries' in back ? back.entries : []
  return {
    ...booked,
    attempt: back.attempt,
    replaces: back.replaces,
    inserts: [...booked.inserts, ...back.inserts],
    entries: [...booked.entries, ...entries],
  }
}

function withoutIntent(
  { intent, attempt }: Open,
  answer: Approved,
  world: Circumstances,
): Omit<Decided, 'replaces'> {
  const booked = bookApproval(attempt, answer, world)
  const row = plain('attempts', booked.attempt)
  const inserts = event('charge.succeeded', row, world.at, world.origin)
  return { ...booked, intent, inserts, declined: undefined }
}

function giveBack(
  { attempt, intent }: { attempt: Attempt; intent: Intent },
  purpose: 'cancel' | 'nothing',
  { at, origin }: Circumstances,
) {
  const ask = { amount: amountOf(attempt), at, checkAt: at }
  return attempt.status === 'captured'
    ? startRefund(
        attempt,
        { reason: 'requested_by_customer' },
        { ...ask, from: 'merchant_pending', origin },
      )
    : startModification(
        { intent, attempt },
        { ...ask, kind: 'void', details: { purpose }, requestKey: null },
      )
}
