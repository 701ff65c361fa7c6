import type { RequiresAction } from '../processors/index.ts'
import { startModification } from './decide-modification.ts'
import type { Decided, Open } from './decided.ts'
import { amountOf, revise } from './rows.ts'
import { must, attemptTransitions as of } from './states.ts'
import type { Circumstances } from './times.ts'

/**
 * The payer would have to act, and the caller had said that then the payment fails
 * (`error_on_requires_action`): the attempt is given up at the processor first, so that nobody can complete
 * it behind the merchant's back. Pure: the void is written down here, and asked for by the caller.
 */
export function refuseAction(open: Open, answer: RequiresAction, world: Circumstances): Decided {
  const { at, checkAt, origin } = world
  const attempt = revise(open.attempt, {
    status: must(of, open.attempt.status, 'action_required'),
    processor_reference: answer.processorReference,
    check_at: null,
    details: { ...open.attempt.details, redirect_url: answer.redirectUrl, alert: null },
  })
  const refusing = startModification(
    // The row is written once: the void builds on the answer but keeps the stored version.
    { intent: open.intent, attempt: { ...attempt, version: open.attempt.version } },
    {
      ...{ kind: 'void', amount: amountOf(attempt), details: { purpose: 'refuse' }, at, checkAt },
      requestKey: origin.idempotencyKey,
    },
  )
  return { ...refusing, refusing, entries: [], declined: undefined }
}
